package io.freshet.server.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that gives the answers it was told, and keeps what it was asked.
final class AnsweringServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, Deque<Answer>> first = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    AnsweringServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// @param request method and path, where the path may be its beginning
    /// @param body with single quotes
    AnsweringServer answering(String request, int status, String body) {
        answers.put(request, new Answer(status, body.replace('\'', '"')));
        return this;
    }

    /// What a request is answered before that, one after the other.
    ///
    /// @param request method and path
    AnsweringServer first(String request, int status, String body) {
        first.computeIfAbsent(request, _ -> new ArrayDeque<>())
                .add(new Answer(status, body.replace('\'', '"')));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Method, path and body of each.
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(line + " " + body);
        Answer answer = new Answer(404, "{\"code\":\"not_found\",\"detail\":\"nothing here\"}");
        for (Map.Entry<String, Answer> known : answers.entrySet()) {
            if (line.startsWith(known.getKey())) {
                answer = known.getValue();
            }
        }
        Answer next = first.getOrDefault(line, new ArrayDeque<>()).poll();
        answer = next == null ? answer : next;
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
