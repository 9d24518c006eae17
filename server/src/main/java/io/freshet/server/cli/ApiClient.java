package io.freshet.server.cli;

import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Speaks the HTTP API. What the server refuses becomes a [CommandFailed] with its reason. Safe for
/// any thread.
final class ApiClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
    private final URI server;
    private final Optional<String> token;

    ApiClient(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    /// As a value in a query.
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpClient http() {
        return http;
    }

    /// What the server said.
    ///
    /// @param body JSON; a problem where the status says so
    record Answer(int status, JsonNode body, Optional<String> retryAfter) {
        private static final int CLIENT_ERROR = 400;

        boolean isOk() {
            return status < CLIENT_ERROR;
        }

        CommandFailed failed() {
            String detail = body.path("detail").asString("");
            String code = body.path("code").asString("");
            String what = detail.isEmpty() ? "the server answered " + status : detail;
            return new CommandFailed(code.isEmpty() ? what : what + " (" + code + ")");
        }
    }

    JsonNode get(String path) throws InterruptedException {
        return ok(send(request(path).GET()));
    }

    /// Also where the server refuses.
    Answer ask(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return ok(offer(path, body));
    }

    /// Posts nothing and writes the answer's body into a file, whatever time and room it takes.
    void download(String path, Path file) throws IOException, InterruptedException {
        download(unbounded(path).POST(BodyPublishers.noBody()).build(), file);
    }

    /// Writes what is there into a file, whatever time and room it takes.
    void fetch(String path, Path file) throws IOException, InterruptedException {
        download(unbounded(path).GET().build(), file);
    }

    private void download(HttpRequest request, Path file) throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | UnresolvedAddressException _) {
            throw unreachable(server);
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() >= Answer.CLIENT_ERROR) {
                throw new Answer(
                                response.statusCode(),
                                Json.read(body.readAllBytes()),
                                Optional.empty())
                        .failed();
            }
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (ProblemException _) {
            throw new CommandFailed("what answers at " + server + " is no Freshet server");
        }
    }

    /// For what takes the server as long as it takes.
    JsonNode postAtLength(String path, JsonNode body) throws InterruptedException {
        return ok(
                send(
                        unbounded(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))));
    }

    /// Also where the server refuses.
    Answer offer(String path, JsonNode body) throws InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    JsonNode put(String path, JsonNode body) throws InterruptedException {
        return ok(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofByteArray(Json.bytes(body)))));
    }

    JsonNode delete(String path) throws InterruptedException {
        return ok(send(request(path).DELETE()));
    }

    /// Sends lines of events for as long as it takes.
    Answer stream(String path, Supplier<InputStream> lines) throws InterruptedException {
        return send(
                unbounded(path)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofInputStream(lines)));
    }

    private static JsonNode ok(Answer answer) {
        if (!answer.isOk()) {
            throw answer.failed();
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return unbounded(path).timeout(REQUEST_TIMEOUT);
    }

    private HttpRequest.Builder unbounded(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        request.header("Accept", "application/json");
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.body().length == 0 ? Json.object() : Json.read(response.body()),
                    response.headers().firstValue("Retry-After"));
        } catch (HttpTimeoutException _) {
            throw new CommandFailed("the server at " + server + " does not answer");
        } catch (ConnectException | UnresolvedAddressException _) {
            throw unreachable(server);
        } catch (IOException e) {
            throw new CommandFailed(
                    "the connection to " + server + " broke off: " + e.getMessage());
        } catch (ProblemException _) {
            throw new CommandFailed(
                    "what answers at " + server + " is no Freshet server: it speaks no JSON");
        }
    }

    static CommandFailed unreachable(URI server) {
        return new CommandFailed(
                "cannot reach a server at "
                        + server
                        + "; start one with ./freshet serve, or name another with --server");
    }
}
