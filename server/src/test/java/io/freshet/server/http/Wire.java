package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import io.freshet.server.page.ApiContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A client of the test server: by the JDK's HTTP client, or byte for byte over a socket, since
/// that client mends what it finds odd.
record Wire(HttpClient client, int port) {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static Wire to(int port) {
        return new Wire(HttpClient.newHttpClient(), port);
    }

    /// @param headers by lower-case name
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            return Json.read(body);
        }

        /// Every exchange must be one that `/openapi.json` describes.
        Answer described(ApiContract.Request request) {
            String type = headers.getOrDefault("content-type", "");
            assertThat(ApiContract.findings(request, new ApiContract.Answer(status, type, body)))
                    .isEmpty();
            return this;
        }

        String code() {
            return json().path("code").asString("");
        }

        String pointer() {
            return json().path("pointer").asString("");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    Answer put(String path, String markdown) {
        return send("PUT", path, "text/markdown", markdown);
    }

    Answer send(String method, String path, String mediaType, String body) {
        return send(
                request(path)
                        .header("Content-Type", mediaType)
                        .method(method, BodyPublishers.ofString(body)),
                Optional.of(body));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) {
        return send(request, Optional.empty());
    }

    private Answer send(HttpRequest.Builder builder, Optional<String> body) {
        try {
            HttpRequest request = builder.build();
            var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name, String.join(", ", values)));
            String type = request.headers().firstValue("Content-Type").orElse("");
            String target =
                    request.uri().toString().substring(("http://localhost:" + port).length());
            return new Answer(response.statusCode(), headers, response.body())
                    .described(new ApiContract.Request(request.method(), target, type, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A request line and headers as they are.
    Answer raw(String methodAndPath, String... headers) {
        StringBuilder head = new StringBuilder(methodAndPath + " HTTP/1.1\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        return rawBytes(head.toString());
    }

    Answer rawBytes(String bytes) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Answer answer = parse(read(socket.getInputStream()));
            String[] start = bytes.split(" ", 3);
            return answer.described(
                    new ApiContract.Request(start[0], start[1], "", Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The answer of a socket.
    static Answer answer(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis() * 4);
        return parse(read(socket.getInputStream()));
    }

    /// Up to the end that `Content-Length` says, since the server leaves it to the client to close.
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("answer broke off: " + head);
            }
            head.write(octet);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        return new Answer(status, headers, text.substring(end + 4));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
