package io.freshet.durability;

import io.freshet.Announcement;
import io.freshet.Chunk;
import io.freshet.CollectionName;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.Shard;
import io.freshet.planner.Planner;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A collection that was opened again, looked at from all sides.
final class Reopened {
    private static final int ALL = 10_000;
    private static final long POLL_NANOS = 2_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CountingEmbedder EMBEDDER = new CountingEmbedder();
    private static final Planner PLANNER =
            new Planner(new TextExtractor()::extract, DiskAdapters.SETTINGS.chunking());

    private final DiskAdapters adapters;
    private final CollectionName name;
    private final Shard shard;
    private final List<String> problems = new ArrayList<>();

    Reopened(DiskAdapters adapters, Shard shard) {
        this.adapters = adapters;
        this.name = shard.name();
        this.shard = shard;
    }

    /// Waits until nothing waits and what is wanted is true.
    void awaitRest(Predicate<Map<String, String>> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isAtRest() || !wanted.test(documents())) {
            if (System.nanoTime() > end) {
                problems.add("does not come to rest: " + shard.status());
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isAtRest() throws InterruptedException {
        CollectionStatus status = shard.status();
        return status.state() == CollectionStatus.State.SERVING
                && status.journal().waiting() == 0
                && status.searchable() == status.head().version();
    }

    /// The texts of the newest version, by id.
    Map<String, String> documents() {
        return documents(ledger().head().version());
    }

    private Map<String, String> documents(long version) {
        Map<String, String> texts = new TreeMap<>();
        for (Committed document : ledger().list("", Optional.empty(), ALL, version)) {
            texts.put(document.document().value(), document.content().text());
        }
        return texts;
    }

    private Ledger ledger() {
        return adapters.ledger(name);
    }

    /// What does not fit together; empty where all is well.
    List<String> problems() throws InterruptedException {
        CollectionStatus status = shard.status();
        check(status.journal().isBalanced(), "counts do not add up: " + status.journal());
        check(status.journal().dead() == 0, "dead letters");
        Ledger.Head head = ledger().head();
        Set<RowKey> rows = rows(head.version());
        check(rows.equals(stored()), "the store's rows are not the ledger's");
        check(head.chunks() == rows.size(), "the head counts other chunks: " + head);
        for (long version = head.oldest(); version <= head.version(); version++) {
            whole(version);
        }
        feed(head);
        return problems;
    }

    /// As [#problems], and each vector is durable and what the embedder gives for its text (I4,
    /// I6).
    List<String> problemsWithVectors() throws InterruptedException {
        vectors();
        return problems();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    private Set<RowKey> rows(long version) {
        return new TreeSet<>(ledger().delta(0, version, Optional.empty(), 1000).changed());
    }

    private Set<RowKey> stored() {
        return new TreeSet<>(adapters.store(name).rows(Optional.empty(), ALL));
    }

    /// A version's rows are what its documents cut anew give, and a pair has changed as one (I3).
    private void whole(long version) {
        Set<RowKey> cut = new TreeSet<>();
        Set<String> pair = new LinkedHashSet<>();
        for (Committed document : ledger().list("", Optional.empty(), ALL, version)) {
            chunks(document.content())
                    .keySet()
                    .forEach(hash -> cut.add(new RowKey(document.document(), hash)));
            if (document.document().value().endsWith(KilledWorkload.PAIR)) {
                pair.add(document.content().text().lines().findFirst().orElse(""));
            }
        }
        boolean equal = rows(version).equals(cut);
        // retention goes on meanwhile, and a version that it has reached holds what it has left
        boolean isDropped = version < ledger().head().oldest();
        check(equal || isDropped, "version " + version + " is not what its documents give");
        check(pair.size() <= 1, "version " + version + " holds half a pair: " + pair);
    }

    private static Map<String, Chunk> chunks(Content content) {
        return PLANNER.cut(content).chunks();
    }

    private void feed(Ledger.Head head) {
        long first = ledger().oldestAnnounced();
        long next = first;
        List<String> gaps = new ArrayList<>();
        Position start = Position.complete(head.history(), next - 1);
        for (Announcement entry : ledger().changes(start, head.version(), ALL)) {
            if (entry instanceof Announcement.VersionComplete(var _, var version)) {
                if (version.number() != next) {
                    gaps.add("the feed misses " + next);
                }
                next++;
            }
        }
        if (next != head.version() + 1) {
            gaps.add("the feed ends before " + next);
        }
        if (ledger().oldestAnnounced() == first) {
            problems.addAll(gaps);
        } else {
            feed(head); // retention has gone on meanwhile
        }
    }

    private void vectors() {
        Map<String, String> texts = new TreeMap<>();
        documents().keySet().forEach(document -> texts.putAll(textsOf(document)));
        String space = adapters.embedder().space().fingerprint();
        Map<String, Vector> known = adapters.vectors().find(space, texts.keySet());
        check(known.keySet().equals(texts.keySet()), "vectors are missing");
        known.forEach(
                (hash, vector) -> {
                    float[] right =
                            EMBEDDER.embed(List.of(texts.get(hash)), Embedder.Purpose.DOCUMENT)
                                    .items()
                                    .getFirst()
                                    .values();
                    check(vector.equals(new Vector(right)), "a vector of another text");
                });
    }

    private Map<String, String> textsOf(String document) {
        Committed committed =
                ledger().documents(List.of(new DocumentId(document)), ledger().head().version())
                        .get(new DocumentId(document));
        Map<String, String> texts = new TreeMap<>();
        chunks(committed.content()).forEach((hash, chunk) -> texts.put(hash, chunk.text()));
        return texts;
    }
}
