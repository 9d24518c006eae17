package io.freshet.spi;

import io.freshet.FreshetException.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// Says how well each of some texts answers a query. Its answers are untrusted: [#scores] checks
/// every one. Blocking, on the thread of whoever asks; safe for any number of callers.
///
/// Failures: `Unavailable` (the endpoint's state, with `retryAfter` where it said one; or no answer
/// in time), `Refused` (about what it was asked). Their messages name no text, query or key: they
/// are logged and answered to clients.
public interface Reranker extends AutoCloseable {
    Limits limits();

    /// @param documents most texts of one request, 1 or more
    /// @param deadline for one request, more than nothing
    record Limits(int documents, Duration deadline) {}

    /// @param documents 1 or more
    /// @param deadline by which it has answered or thrown; the caller heeds [#limits]
    /// @return in any order
    List<Score> rerank(String query, List<String> documents, Duration deadline);

    /// @param index of its text in the request
    /// @param value higher is better; on no scale in common with another request's
    record Score(int index, double value) {}

    /// The answer's values in the order of the documents.
    ///
    /// @throws Unavailable where it is not one finite score for each document
    static List<Double> scores(List<Score> answer, int documents) {
        TreeMap<Integer, Double> byIndex = new TreeMap<>();
        for (Score score : answer) {
            if (score.index() < 0 || score.index() >= documents) {
                throw wrong("an index that no document has");
            }
            if (!Double.isFinite(score.value())) {
                throw wrong("a score that is no finite number");
            }
            // a negative zero is no less than zero
            if (byIndex.put(score.index(), score.value() + 0.0) != null) {
                throw wrong("two scores for one document");
            }
        }
        if (byIndex.size() != documents) {
            throw wrong("fewer scores than documents");
        }
        return List.copyOf(byIndex.values());
    }

    private static Unavailable wrong(String what) {
        return new Unavailable("the reranker answered " + what, Duration.ZERO);
    }

    @Override
    void close();
}
