package io.freshet.benchmarks.quality;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult.Hit;
import io.freshet.Vector;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.TestSet.Question;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.search.Search;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A test set's questions, asked of its index by the search that answers requests. Confined to one
/// thread.
final class Asked implements AutoCloseable {
    private static final int PAGE = 500;
    private static final int TEN = 10;
    private static final int HUNDRED = 100;

    private final TestSet set;
    private final KeptVectors model;
    private final Ledger ledger;
    private final Store store;
    private final Search search;
    private final Judge judge;

    Asked(TestSet set, KeptVectors model, DataDirectory data) {
        this.set = set;
        this.model = model;
        this.ledger = data.adapters().ledger(DataDirectory.KNOWLEDGE_BASE, "unused");
        this.store =
                data.adapters()
                        .stores(DataDirectory.KNOWLEDGE_BASE, model.space().dimensions())
                        .getFirst();
        this.search = new Search(store, ledger, data.settings().search());
        this.judge = new Judge(placements());
    }

    private Map<String, List<Placement>> placements() {
        Map<String, List<Placement>> placements = new TreeMap<>();
        long version = ledger.head().version();
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<Committed> page = ledger.list("", after, PAGE, version);
            page.forEach(one -> placements.put(one.document().value(), one.placements()));
            if (page.size() < PAGE) {
                return placements;
            }
            after = Optional.of(page.getLast().document());
        }
    }

    /// Each question's, in the set's order.
    List<Scores> scores(Mode mode) {
        List<Scores> scores = new ArrayList<>();
        for (Question question : set.questions()) {
            scores.add(
                    Scores.of(
                            judge.gains(question, ranked(question, mode, TEN)),
                            judge.gains(question, ranked(question, mode, HUNDRED))));
        }
        return scores;
    }

    /// The mean nDCG@10 alone.
    double ndcg10(Mode mode) {
        return set.questions().stream()
                .mapToDouble(
                        question -> judge.gains(question, ranked(question, mode, TEN)).ndcg(TEN))
                .average()
                .orElse(0);
    }

    /// The chunks that a search finds, best first; where documents are judged, one of each.
    private List<RowKey> ranked(Question question, Mode mode, int k) {
        int perDocument =
                switch (question.judgement()) {
                    case Judgement.Documents _ -> 1;
                    case Judgement.Section _ -> 0;
                };
        var request =
                new SearchRequest(
                        question.text(),
                        Optional.empty(),
                        mode,
                        k,
                        Scope.ALL,
                        perDocument,
                        0,
                        false);
        Optional<Vector> vector =
                mode == Mode.KEYWORD ? Optional.empty() : Optional.of(vector(question));
        return search.search(request, vector).hits().stream().map(Hit::chunk).toList();
    }

    private Vector vector(Question question) {
        return model.question(question.text());
    }

    /// What the two lists of each question hold, in the set's order.
    List<Store.Candidates> candidates(int depth) {
        return set.questions().stream()
                .map(
                        question ->
                                store.search(
                                        new Store.Query(
                                                Optional.of(question.text()),
                                                Optional.of(vector(question)),
                                                Scope.ALL,
                                                depth,
                                                false)))
                .toList();
    }

    Judge judge() {
        return judge;
    }

    @Override
    public void close() {
        store.close();
        ledger.close();
    }
}
