package io.freshet.adapter.rerank;

import io.freshet.Text;
import io.freshet.adapter.http.Calls;
import io.freshet.spi.Reranker;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Asks an endpoint over HTTP, one request for each call and none twice: who asks has a person
/// waiting and an order without it. Safe for any thread.
public final class HttpReranker implements Reranker {
    private final RerankSettings settings;
    private final Calls calls;

    /// Connects to nothing yet.
    public HttpReranker(RerankSettings settings, InstantSource clock) {
        this.settings = settings;
        this.calls = new Calls("the reranker", "", settings.limits().deadline(), clock);
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public List<Score> rerank(String query, List<String> documents, Duration deadline) {
        return Answer.read(calls.ask(request(query, documents), deadline));
    }

    private HttpRequest request(String query, List<String> documents) {
        ObjectNode body =
                settings.shape()
                        .body(
                                Answer.JSON,
                                Text.wellFormed(query),
                                documents.stream().map(Text::wellFormed).toList());
        if (!settings.model().isEmpty()) {
            body.put("model", settings.model());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.url())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofByteArray(Answer.JSON.writeValueAsBytes(body)));
        if (!settings.key().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        return request.build();
    }

    @Override
    public void close() {
        calls.close();
    }
}
