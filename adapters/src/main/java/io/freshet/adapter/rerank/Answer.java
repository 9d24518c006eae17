package io.freshet.adapter.rerank;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Reranker.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what an endpoint answered: a list, in `results` or `data` or by itself, of objects with
/// `index` and `relevance_score` or `score`. What else it says is passed over. Safe for any thread.
final class Answer {
    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(50)
                                                    .build())
                                    .build())
                    .build();

    private Answer() {}

    /// @throws Unavailable where it is something else
    static List<Score> read(byte[] body) {
        JsonNode list = list(tree(body));
        List<Score> scores = new ArrayList<>();
        for (JsonNode item : list) {
            JsonNode index = item.path("index");
            JsonNode score =
                    item.has("relevance_score") ? item.path("relevance_score") : item.path("score");
            if (!index.isIntegralNumber() || !index.canConvertToInt() || !score.isNumber()) {
                throw wrong("a result without index or score");
            }
            scores.add(new Score(index.intValue(), score.doubleValue()));
        }
        return scores;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            // its message may quote what was answered, which may quote a document
            throw wrong("something that is not JSON");
        }
    }

    private static JsonNode list(JsonNode tree) {
        for (JsonNode list : List.of(tree, tree.path("results"), tree.path("data"))) {
            if (list.isArray()) {
                return list;
            }
        }
        throw wrong("JSON without results");
    }

    private static Unavailable wrong(String what) {
        return new Unavailable("the reranker answered " + what, Duration.ZERO);
    }
}
