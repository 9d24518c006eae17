package io.freshet.adapter.lucene;

import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidates;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Ranking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An exact search among rows that are in no index, with the scores of [ExactSearch] to the last
/// bit: the same analysis, the same counts, sums in the same order.
///
/// What a word is worth is known only when all texts have been read. Till then the rows that hold
/// one are kept as the counts of their words, so mostly each text is read once. Beyond [#KEPT_MAX]
/// counts none are kept, and the texts are read once more.
final class RowRanking implements Ranking {
    /// Numbers: for each row one, and two for each word of the question that it holds.
    static final int KEPT_MAX = 500_000;

    private final Optional<float[]> unit;
    private final AskedWords asked;
    private final Best nearest;
    private final Best best;
    private final int keptMax;
    private final List<Kept> kept = new ArrayList<>();
    private int keptNumbers;
    private boolean isSecondRound;
    private Optional<AskedWords.Worth> worth = Optional.empty();

    RowRanking(Words words, Query query) throws IOException {
        this(words, query, KEPT_MAX);
    }

    RowRanking(Words words, Query query, int keptMax) throws IOException {
        this.unit = query.vector().map(RowDocuments::unit);
        this.asked = new AskedWords(words, query.words().orElse(""));
        this.nearest = new Best(query.limit());
        this.best = new Best(query.limit());
        this.keptMax = keptMax;
    }

    /// A row in scope that holds a word of the question.
    private record Kept(RowKey key, AskedWords.Held held) {}

    @Override
    public void compare(RowKey key, Vector vector) {
        nearest.add(key, Cosine.of(unit.orElseThrow(), RowDocuments.unit(vector)));
    }

    @Override
    public void read(RowKey key, String text, boolean inScope) {
        if (isSecondRound && !inScope) {
            return;
        }
        Optional<AskedWords.Held> held = held(text);
        if (held.isEmpty() || !inScope) {
            return;
        }
        if (isSecondRound) {
            best.add(key, worth.orElseThrow().score(held.get()));
        } else {
            keep(new Kept(key, held.get()));
        }
    }

    private Optional<AskedWords.Held> held(String text) {
        try {
            return isSecondRound ? asked.held(text) : asked.counted(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private void keep(Kept row) {
        keptNumbers = Math.min(keptMax + 1, keptNumbers + 1 + row.held.counts().length);
        if (keptNumbers > keptMax) {
            kept.clear();
        } else {
            kept.add(row);
        }
    }

    @Override
    public boolean readsAgain() {
        if (isSecondRound) {
            return false;
        }
        worth = asked.worth();
        isSecondRound = worth.isPresent() && keptNumbers > keptMax;
        for (Kept row : kept) {
            best.add(row.key, worth.orElseThrow().score(row.held));
        }
        kept.clear();
        return isSecondRound;
    }

    @Override
    public Candidates candidates(long version) {
        return new Candidates(version, nearest.candidates(), best.candidates());
    }
}
