package io.freshet.sim;

import io.freshet.Check;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Candidates;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Ranks rows when it has all of them. Confined to one search.
final class MemoryRanking implements Ranking {
    private final Query query;
    private final List<Candidate> nearest = new ArrayList<>();
    private final TreeMap<RowKey, String> texts = new TreeMap<>();
    private final Set<RowKey> scoped = new TreeSet<>();

    MemoryRanking(Query query) {
        this.query = query;
    }

    @Override
    public void compare(RowKey key, Vector vector) {
        query.vector().ifPresent(v -> nearest.add(new Candidate(key, cosine(v, vector))));
    }

    @Override
    public void read(RowKey key, String text, boolean inScope) {
        texts.put(key, text);
        if (inScope) {
            scoped.add(key);
        }
    }

    @Override
    public boolean readsAgain() {
        return false;
    }

    @Override
    public Candidates candidates(long version) {
        List<Candidate> found = new ArrayList<>();
        query.words()
                .ifPresent(
                        words -> {
                            var scores = new KeywordScores(List.copyOf(texts.values()), words);
                            scoped.forEach(
                                    key ->
                                            found.add(
                                                    new Candidate(key, scores.of(texts.get(key)))));
                        });
        found.removeIf(candidate -> candidate.score() <= 0);
        return new Candidates(version, best(nearest), best(found));
    }

    /// Equal scores go by key, so that equal stores answer equally.
    private List<Candidate> best(List<Candidate> candidates) {
        return candidates.stream()
                .sorted(
                        Comparator.comparingDouble(Candidate::score)
                                .reversed()
                                .thenComparing(Candidate::key))
                .limit(query.limit())
                .toList();
    }

    private static double cosine(Vector a, Vector b) {
        Check.that(
                a.dimensions() == b.dimensions(),
                () -> "vectors of two widths; " + a.dimensions() + " and " + b.dimensions());
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.dimensions(); i++) {
            double x = a.values()[i];
            double y = b.values()[i];
            dot += x * y;
            squaresA += x * x;
            squaresB += y * y;
        }
        return dot / Math.sqrt(squaresA) / Math.sqrt(squaresB);
    }
}
