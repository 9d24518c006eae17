package io.freshet.benchmarks.replay;

import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.NoModel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// Checks commits out in a folder that a server watches, and looks after each whether the index is
/// what a fresh one of the same files would be. Confined to one thread.
public final class FolderReplay {
    private static final int LOOKED_FOR_MAX = 20;

    private final History history;
    private final WatchingServer server;
    private final Announced announced;
    private final Fresh fresh;
    private SortedMap<String, Committed> documents = new TreeMap<>();
    private final Set<String> chunks = new HashSet<>();
    private int added;
    private int removed;

    private FolderReplay(History history, WatchingServer server, Fresh fresh) {
        this.history = history;
        this.server = server;
        this.fresh = fresh;
        this.announced = new Announced(server.client());
    }

    /// What was seen; all of it was right.
    ///
    /// @param commits that were checked out and looked at
    /// @param documents that there are in the end
    /// @param added changes of documents of which a word that they brought was looked for, and
    ///   found
    /// @param removed changes of which a word that they took away was looked for, and not found
    /// @param texts that the embedder was asked for
    /// @param chunks distinct ones that there were, at any of the commits
    public record Seen(
            int commits, int documents, int added, int removed, long texts, long chunks) {}

    /// @param commits in their order; the first fills the index
    /// @param progress told how many are done
    /// @throws IllegalStateException where something is not as it should be
    public static Seen of(History history, List<Commit> commits, IntConsumer progress)
            throws InterruptedException {
        history.checkOut(commits.getFirst());
        NoModel model = new NoModel();
        Folder folder = new Folder(history.directory());
        Fresh fresh = new Fresh(WatchingServer.extractor());
        try (WatchingServer server = WatchingServer.over(folder, model)) {
            FolderReplay replay = new FolderReplay(history, server, fresh);
            for (int i = 0; i < commits.size(); i++) {
                replay.look(commits.get(i));
                progress.accept(i + 1);
            }
            replay.equalsAFreshServer(folder);
            return new Seen(
                    commits.size(),
                    replay.documents.size(),
                    replay.added,
                    replay.removed,
                    model.texts(),
                    replay.chunks.size());
        }
    }

    private void look(Commit commit) throws InterruptedException {
        history.checkOut(commit);
        SortedMap<String, String> files = new Folder(history.directory()).documents();
        try {
            server.awaitDocuments(changed(texts(documents), files), files);
            SortedMap<String, Committed> before = documents;
            documents = server.held().documents();
            indexed(files);
            searched(before);
        } catch (Wrong e) {
            throw new IllegalStateException(
                    "%s at commit %s: %s"
                            .formatted(history.name(), commit.shortId(), e.getMessage()),
                    e);
        }
    }

    private static SortedMap<String, String> texts(SortedMap<String, Committed> documents) {
        SortedMap<String, String> texts = new TreeMap<>();
        documents.forEach((id, document) -> texts.put(id, document.content().text()));
        return texts;
    }

    private static Set<DocumentId> changed(Map<String, ?> before, Map<String, ?> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(DocumentId::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The documents are the files; they are cut, stored and embedded as afresh; and each was last
    /// announced with the version that wrote it, or as deleted.
    private void indexed(SortedMap<String, String> files) throws InterruptedException {
        Wrong.unlessEqual(texts(documents), files, "other documents than the files");
        chunks.addAll(server.held().equalsFresh(documents, fresh));
        SortedMap<String, Long> versions = new TreeMap<>();
        documents.forEach((id, document) -> versions.put(id, document.version()));
        Wrong.unlessEqual(
                announced.documents(), versions, "the feed told other documents or versions");
    }

    /// In each changed document a word that the commit brought is found, and one that it took away
    /// is not. The first commit brings everything, and of that one word is enough.
    private void searched(SortedMap<String, Committed> before) throws InterruptedException {
        boolean isFirst = before.isEmpty();
        for (DocumentId id :
                changed(before, documents).stream().limit(isFirst ? 1 : LOOKED_FOR_MAX).toList()) {
            Optional<Chunked> old = cut(before, id);
            Optional<Chunked> now = cut(documents, id);
            Optional<String> brought = Words.onlyIn(now, old);
            Optional<String> taken = Words.onlyIn(old, now);
            if (brought.isPresent()) {
                Wrong.unless(
                        isFound(brought.get(), id),
                        "added and not found: " + brought.get() + " in " + id);
                added++;
            }
            if (taken.isPresent()) {
                Wrong.unless(
                        !isFound(taken.get(), id),
                        "removed and found: " + taken.get() + " in " + id);
                removed++;
            }
        }
    }

    private boolean isFound(String word, DocumentId document) throws InterruptedException {
        List<String> found = server.client().find(word, document.value());
        Wrong.unless(
                found.stream().allMatch(document.value()::equals),
                "found beside the documents that were asked for: " + found);
        return !found.isEmpty();
    }

    private Optional<Chunked> cut(SortedMap<String, Committed> from, DocumentId id) {
        return Optional.ofNullable(from.get(id.value()))
                .map(document -> fresh.cut(document.content()));
    }

    /// Another server that finds the files as they are in the end.
    private void equalsAFreshServer(Folder folder) throws InterruptedException {
        SortedMap<String, String> files = folder.documents();
        try (WatchingServer other = WatchingServer.over(folder, new NoModel())) {
            other.awaitDocuments(changed(Map.of(), files), files);
            SortedMap<String, Committed> made = other.held().documents();
            other.held().equalsFresh(made, fresh);
            Wrong.unlessEqual(bodies(documents), bodies(made), "a fresh server's documents");
        }
    }

    private static SortedMap<String, List<Object>> bodies(SortedMap<String, Committed> documents) {
        SortedMap<String, List<Object>> bodies = new TreeMap<>();
        documents.forEach(
                (id, document) ->
                        bodies.put(
                                id,
                                List.of(
                                        document.content(),
                                        document.metadata(),
                                        document.given(),
                                        document.placements())));
        return bodies;
    }
}
