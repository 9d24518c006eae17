package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.TagName;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One request, read with our own limits. Confined to its thread.
final class Exchange {
    private static final long READ_OVER_MAX = 64 << 20;

    private final ServerRequest request;
    private final Target target;
    private final Bounds bounds;
    private final Query query;

    Exchange(ServerRequest request, Target target, Bounds bounds) {
        this.request = request;
        this.target = target;
        this.bounds = bounds;
        this.query = Query.parse(request.query().rawValue());
    }

    CollectionName collection() {
        return target.collection();
    }

    /// The tag in the path.
    TagName tag() {
        return target.tag();
    }

    /// The id in the path, or that of `?document_id=`.
    DocumentId document() {
        return target.document().orElseGet(this::documentOfQuery);
    }

    private DocumentId documentOfQuery() {
        String id =
                query.string("document_id")
                        .orElseThrow(() -> Query.wrong("document_id", "is missing"));
        return Target.documentCalled(id);
    }

    /// The webhook in the path.
    String act() {
        return target.act();
    }

    String webhook() {
        return target.webhook();
    }

    /// As it was sent.
    String rawPath() {
        return request.prologue().uriPath().rawPath();
    }

    /// What the request may hold.
    BodySizes sizes() {
        return bounds.sizes();
    }

    /// Who sends it.
    Client client() {
        var address = (InetSocketAddress) request.remotePeer().address();
        return new Client(bounds.rates(), address.getAddress().getHostAddress());
    }

    /// A part of it is refused.
    void refused(String code) {
        bounds.refused().accept(code);
    }

    Query query() {
        return query;
    }

    Optional<MediaType> mediaType() {
        return header("Content-Type").map(MediaType::parse);
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// The body as JSON.
    ///
    /// @throws ProblemException where it is of another type or not well-formed
    JsonNode json() {
        requireType(List.of(MediaType.JSON));
        return Json.read(body());
    }

    /// The body as JSON, or an empty object where there is no body.
    JsonNode jsonOrNothing() {
        requireType(List.of(MediaType.JSON));
        byte[] body = body();
        return body.length == 0 ? Json.object() : Json.read(body);
    }

    /// A request without a media type is taken to have the first one.
    MediaType requireType(List<String> supported) {
        MediaType type = mediaType().orElse(new MediaType(supported.getFirst(), Optional.empty()));
        if (!supported.contains(type.name()) || !type.isUtf8()) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "send the body in UTF-8 as one of: " + String.join(", ", supported));
        }
        return type;
    }

    /// The body as it comes in, without a limit.
    ///
    /// @throws ProblemException where it is compressed
    InputStream stream() {
        refuseCompressed();
        return request.content().hasEntity()
                ? request.content().inputStream()
                : InputStream.nullInputStream();
    }

    private void refuseCompressed() {
        if (header("Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity")).isPresent()) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the body without a content encoding");
        }
    }

    /// The whole body. One that is too large is read over first, within a bound and unless the
    /// client asks before it sends: a connection that is closed with bytes unread is reset, and
    /// with that a client may lose the answer.
    ///
    /// @throws ProblemException where it is too large, compressed or breaks off
    byte[] body() {
        refuseCompressed();
        long said = request.headers().contentLength().orElse(0);
        boolean isTooLarge = said > sizes().body();
        if (isTooLarge && (said > READ_OVER_MAX || header("Expect").isPresent())) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = isTooLarge ? new byte[0] : in.readNBytes(sizes().body() + 1);
            if (!isTooLarge && body.length <= sizes().body()) {
                return body;
            }
            var _ = in.skip(READ_OVER_MAX);
            throw tooLarge();
        } catch (IOException e) {
            throw new UncheckedIOException("request body broke off", e);
        }
    }

    private ProblemException tooLarge() {
        return ProblemException.of(
                ProblemCode.TOO_LARGE,
                "a body has at most " + sizes().body() + " bytes; send several requests");
    }
}
