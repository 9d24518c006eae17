package io.freshet.server.http;

import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Rerank;
import io.freshet.engine.RerankerStatus;
import io.freshet.server.json.Fields;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads whether and by whom a search is reranked.
///
/// @param rerankers those that there are
/// @param request what is searched
/// @param within the time that the request has, where it said so
record RerankReader(
        List<RerankerStatus> rerankers, SearchRequest request, Optional<Duration> within) {
    private static final int CANDIDATES_DEFAULT = 50;

    Optional<Rerank> read(Fields fields) {
        Optional<Fields> rerank = fields.object("rerank");
        if (rerank.isPresent() && request.query().isEmpty()) {
            throw fields.wrong("rerank", "needs a query: a reranker cannot read a vector");
        }
        if (rerank.isPresent() && rerankers.isEmpty()) {
            throw fields.wrong(
                    "rerank", "needs a reranker, and none is configured under rerankers");
        }
        return rerank.map(this::wish);
    }

    private Rerank wish(Fields rerank) {
        RerankerStatus reranker = reranker(rerank);
        int most = reranker.documentsMax();
        if (request.k() > most) {
            throw rerank.wrong(
                    "candidates",
                    "is k or more, and " + reranker.name() + " takes " + most + " at most");
        }
        int otherwise = Math.min(Math.max(CANDIDATES_DEFAULT, request.k()), most);
        int candidates = rerank.integer("candidates", request.k(), most).orElse(otherwise);
        rerank.finish();
        return new Rerank(reranker.name(), candidates, within);
    }

    private RerankerStatus reranker(Fields rerank) {
        Optional<String> name = rerank.string("reranker");
        if (name.isEmpty()) {
            if (rerankers.size() > 1) {
                throw unknown(rerank, "must be sent where there are several");
            }
            return rerankers.getFirst();
        }
        return rerankers.stream()
                .filter(reranker -> reranker.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> unknown(rerank, "is not known"));
    }

    private ProblemException unknown(Fields rerank, String what) {
        List<String> names = rerankers.stream().map(RerankerStatus::name).toList();
        return rerank.wrong("reranker", what + "; there are: " + String.join(", ", names));
    }
}
