package io.freshet.benchmarks.tokens;

import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.Commit.Change;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.tokens.Edit.Way;
import io.freshet.spi.Extractor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the edits of a history spare by one way of cutting documents.
public final class Spared {
    private Spared() {}

    /// The share of the whole documents' tokens that is not embedded, of the edits that a promise
    /// is about. 0 to 1.
    public static double of(History history, Extractor extractor, Chunking chunking)
            throws InterruptedException {
        Ways ways = new Ways(extractor, chunking);
        Map<String, Pieces> documents = new TreeMap<>();
        List<Edit> edits = new ArrayList<>();
        for (Commit commit : history.commits()) {
            for (Change change : commit.changes()) {
                Pieces before = documents.remove(change.path());
                if (change.after().isEmpty()) {
                    continue;
                }
                Content content =
                        new Content(Ways.format(change.path()), history.text(change.after().get()));
                Pieces after = ways.chunks(content);
                documents.put(change.path(), after);
                if (before != null) {
                    edits.add(edit(commit, before, after));
                }
            }
        }
        return Promise.about(history.name(), edits).spared(Way.FRESHET);
    }

    private static Edit edit(Commit commit, Pieces before, Pieces after) {
        Map<Way, Cost> costs = new EnumMap<>(Way.class);
        costs.put(Way.WHOLE, after.whole());
        costs.put(Way.FRESHET, after.without(before).whole());
        return new Edit(commit.shortId(), costs, false);
    }
}
