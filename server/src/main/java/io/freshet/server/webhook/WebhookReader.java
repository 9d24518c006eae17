package io.freshet.server.webhook;

import io.freshet.Position;
import io.freshet.Problem;
import io.freshet.feed.Feed;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a webhook is to be. What a request leaves out stays as it was; null makes it what it
/// is where nobody says anything.
///
/// @param feed of its collection
record WebhookReader(String name, Feed feed, Surroundings around) {
    private static final int URL_CHARS_MAX = 2048;

    /// A webhook that may be written.
    ///
    /// @param moves whether it begins at another place than it was at
    /// @param secret that was made
    record Made(Webhook webhook, boolean moves, Optional<String> secret) {
        /// With what was handled meanwhile. What made it fail is taken to be mended.
        Webhook over(Webhook.Progress progress) {
            return moves
                    ? webhook.with(progress.to(webhook.progress().position()).mended())
                    : webhook.with(progress.mended());
        }
    }

    /// @throws ProblemException where it cannot be read
    Made read(JsonNode body, Optional<Webhook> was) throws InterruptedException {
        Fields fields = Fields.of(body, "");
        URI url = url(fields, was);
        boolean makesSecret = was.isEmpty() || (body.has("secret") && !fields.has("secret"));
        Secret secret =
                fields.string("secret")
                        .map(text -> secret(fields, text))
                        .or(() -> was.map(Webhook::secret).filter(_ -> !makesSecret))
                        .orElseGet(Secret::random);
        Optional<Position> since = since(fields);
        String wanted = wanted(fields, body, was);
        boolean paused =
                fields.bool("paused").orElseGet(() -> was.map(Webhook::paused).orElse(false));
        fields.finish();
        Webhook.Progress progress =
                since.map(Webhook.Progress::from)
                        .or(() -> was.map(Webhook::progress))
                        .orElseGet(() -> Webhook.Progress.from(feed.now()));
        boolean isMade = makesSecret && !fields.has("secret");
        return new Made(
                new Webhook(name, url, secret, wanted, paused, progress),
                since.isPresent(),
                isMade ? Optional.of(secret.text()) : Optional.empty());
    }

    private URI url(Fields fields, Optional<Webhook> was) {
        Optional<String> text = fields.string("url");
        if (text.isEmpty()) {
            return was.map(Webhook::url)
                    .orElseThrow(() -> fields.wrong("url", "is missing: where to post to"));
        }
        URI url = url(fields, text.get());
        try {
            var _ = around.posting().checked(url.getHost());
        } catch (Posting.NotAllowed e) {
            throw fields.wrong("url", String.valueOf(e.getMessage()));
        } catch (UnknownHostException _) {
            return url;
        } catch (IOException e) {
            throw new IllegalStateException("bug: looking up a name failed", e);
        }
        return url;
    }

    private static URI url(Fields fields, String text) {
        URI url;
        try {
            url = URI.create(URI.create(text).toASCIIString());
        } catch (IllegalArgumentException _) {
            throw fields.wrong("url", "is no URL");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean isHttp = scheme.equals("https") || scheme.equals("http");
        boolean isPlain = url.getRawUserInfo() == null && url.getRawFragment() == null;
        boolean hasPort = url.getPort() <= 65_535 && url.getPort() != 0;
        boolean fits = text.length() <= URL_CHARS_MAX;
        if (!isHttp || url.getHost() == null || !isPlain || !hasPort || !fits) {
            throw fields.wrong(
                    "url",
                    "is an https or http URL with a host, without user and fragment, of at most "
                            + URL_CHARS_MAX
                            + " characters");
        }
        return url;
    }

    private static Secret secret(Fields fields, String text) {
        try {
            return new Secret(text);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(
                    "secret",
                    "is whsec_ and 24 to 64 bytes in base64; leave it out, and one is made");
        }
    }

    private Optional<Position> since(Fields fields) throws InterruptedException {
        Optional<String> since = fields.string("since");
        OptionalLong version = fields.integer("since_version");
        Optional<String> history = fields.string("history");
        if (since.isPresent() && version.isPresent()) {
            throw fields.wrong("since_version", "does not go with since");
        }
        Optional<Position> position =
                since.isPresent()
                        ? since.map(text -> position(fields, text))
                        : version.stream()
                                .mapToObj(
                                        number ->
                                                Position.complete(
                                                        history.orElse(feed.history()), number))
                                .findFirst();
        if (position.isPresent()
                && around.reading().resume(feed, position.get())
                        instanceof Feed.Resume.Expired expired) {
            throw ProblemException.of(
                    Problem.of(
                                    ProblemCode.RESUME_EXPIRED.word(),
                                    "the feed cannot be read from there without a gap")
                            .with("oldest_version", expired.oldestVersion())
                            .with("index_version", expired.indexVersion()));
        }
        return position;
    }

    private static Position position(Fields fields, String text) {
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.at(
                    fields.at("since"),
                    ProblemCode.INVALID_POSITION,
                    String.valueOf(e.getMessage()));
        }
    }

    private static String wanted(Fields fields, JsonNode body, Optional<Webhook> was) {
        ObjectNode wanted = Json.object();
        was.ifPresent(old -> wanted.setAll((ObjectNode) Json.read(old.wanted())));
        var _ = fields.string("prefix");
        var _ = fields.strings("event_types");
        var _ = fields.node("filter");
        var _ = fields.strings("include");
        for (String name : Webhook.WANTED) {
            JsonNode given = body.get(name);
            if (given != null && given.isNull()) {
                wanted.remove(name);
            } else if (given != null) {
                wanted.set(name, given);
            }
        }
        var _ = Webhook.subscription(wanted);
        return Json.text(wanted);
    }
}
