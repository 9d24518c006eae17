package io.freshet.adapter.rerank;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How a request is written. All ask for every document's score: who answers with fewer has not
/// answered.
public enum Shape {
    /// What Cohere began and Jina, vLLM, llama.cpp and others serve: `documents` and `top_n`.
    HTTP("http"),
    /// As its documentation says: the number of answers is `top_k`, and without it that of the
    /// documents.
    VOYAGE("voyage"),
    /// Text Embeddings Inference, as its documentation says: `texts`; one that is too long is cut
    /// only where that is asked for.
    TEI("tei");

    private final String word;

    Shape(String word) {
        this.word = word;
    }

    /// By the name that a configuration has for it.
    public static Optional<Shape> named(String word) {
        return Arrays.stream(values()).filter(shape -> shape.word.equals(word)).findFirst();
    }

    ObjectNode body(JsonMapper json, String query, List<String> documents) {
        ObjectNode body = json.createObjectNode().put("query", query);
        body.set(this == TEI ? "texts" : "documents", json.valueToTree(documents));
        return switch (this) {
            case HTTP -> body.put("top_n", documents.size());
            case VOYAGE -> body;
            case TEI -> body.put("truncate", true);
        };
    }
}
