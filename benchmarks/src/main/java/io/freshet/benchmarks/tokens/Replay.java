package io.freshet.benchmarks.tokens;

import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.Commit.Change;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.tokens.Edit.Way;
import io.freshet.benchmarks.tokens.Ways.Cut;
import io.freshet.spi.Extractor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Goes through a history commit by commit and counts what each changed document costs. The first
/// commit fills the index, at the same price for everybody, and is not counted. Confined to one
/// thread.
final class Replay {
    private final History history;
    private final Ways ways;
    private final RecursiveSplitter splitter;
    private final Map<String, Cut> documents = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<Edit> edits = new ArrayList<>();
    private Cost added = Cost.NONE;
    private Cost editsKnown = Cost.NONE;
    private Cost addedKnown = Cost.NONE;

    private Replay(History history, Ways ways, RecursiveSplitter splitter) {
        this.history = history;
        this.ways = ways;
        this.splitter = splitter;
    }

    /// What a replay found.
    ///
    /// @param documents that there are after the last commit
    /// @param added the documents that were new after the first commit, embedded whole
    /// @param editsKnown chunks of edits that another document, or an earlier text, had brought:
    ///   the index has their vectors and asks for none; still counted in the edits' costs
    /// @param addedKnown the same of `added`
    record Result(
            String history,
            int commits,
            int documents,
            Sizes sizes,
            List<Edit> edits,
            Cost added,
            Cost editsKnown,
            Cost addedKnown) {
        Result {
            edits = List.copyOf(edits);
        }
    }

    static Result of(History history, Extractor extractor) throws InterruptedException {
        Ways ways = new Ways(extractor, Chunking.DEFAULT);
        List<Commit> commits = history.commits();
        Sizes sizes = Sizes.equal(ways, last(history, commits));
        Replay replay = new Replay(history, ways, sizes.splitter());
        commits.forEach(replay::step);
        return new Result(
                history.name(),
                commits.size(),
                replay.documents.size(),
                sizes,
                replay.edits,
                replay.added,
                replay.editsKnown,
                replay.addedKnown);
    }

    /// The documents after the last of these commits.
    private static List<Content> last(History history, List<Commit> commits) {
        Map<String, String> blobs = new TreeMap<>();
        for (Commit commit : commits) {
            for (Change change : commit.changes()) {
                change.after()
                        .ifPresentOrElse(
                                blob -> blobs.put(change.path(), blob),
                                () -> blobs.remove(change.path()));
            }
        }
        List<Content> contents = new ArrayList<>();
        blobs.forEach((path, blob) -> contents.add(content(history, path, blob)));
        return contents;
    }

    private static Content content(History history, String path, String blob) {
        return new Content(Ways.format(path), history.text(blob));
    }

    private void step(Commit commit) {
        boolean isFirst = documents.isEmpty();
        for (Change change : commit.changes()) {
            Cut before = documents.remove(change.path());
            if (change.after().isEmpty()) {
                continue;
            }
            Cut after = ways.cut(content(history, change.path(), change.after().get()), splitter);
            documents.put(change.path(), after);
            if (before != null) {
                edits.add(edit(commit, before, after));
                editsKnown =
                        editsKnown.plus(
                                after.chunks().without(before.chunks()).within(known).whole());
            } else if (!isFirst) {
                added = added.plus(after.chunks().whole());
                addedKnown = addedKnown.plus(after.chunks().within(known).whole());
            }
            known.addAll(after.chunks().tokens().keySet());
        }
    }

    private static Edit edit(Commit commit, Cut before, Cut after) {
        Map<Way, Cost> costs = new EnumMap<>(Way.class);
        Pieces blocks = after.blocks().without(before.blocks());
        costs.put(Way.WHOLE, after.chunks().whole());
        costs.put(Way.RECURSIVE, after.recursive().without(before.recursive()).whole());
        costs.put(Way.FRESHET, after.chunks().without(before.chunks()).whole());
        costs.put(Way.BLOCKS, blocks.whole());
        long fresh = blocks.whole().pieces();
        long gone = before.blocks().without(after.blocks()).whole().pieces();
        boolean small = fresh <= 1 && gone <= 1 && fresh + gone > 0;
        return new Edit(commit.shortId(), costs, small);
    }
}
