package io.freshet.durability;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.DeleteGuard;
import io.freshet.RetrySettings;
import io.freshet.SearchSettings;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.folder.FolderSettings;
import io.freshet.adapter.folder.FolderSource;
import io.freshet.adapter.lucene.LuceneStore;
import io.freshet.adapter.sqlite.LostJournal;
import io.freshet.adapter.sqlite.SqliteCosts;
import io.freshet.adapter.sqlite.SqliteJournal;
import io.freshet.adapter.sqlite.SqliteLedger;
import io.freshet.adapter.sqlite.SqliteVectors;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.engine.Engine;
import io.freshet.engine.Wanted;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The real adapters over one data directory, laid out as the server lays it out, with an embedder
/// that counts. What was opened last can be looked at beside the engine. Safe for any thread.
final class DiskAdapters implements Adapters {
    static final CollectionName BOOK = new CollectionName("book");
    static final CollectionName OTHER = new CollectionName("other");

    /// What the followed folder's documents begin with.
    static final String FOLLOWED = "followed/";

    static final CollectionSettings SETTINGS =
            new CollectionSettings(
                    CollectionSettings.DEFAULT.chunking(),
                    Duration.ZERO,
                    100,
                    Duration.ofDays(7),
                    new CollectionSettings.Retention(6, Duration.ofMillis(200), 10L << 30),
                    new DeleteGuard(1000, 1, Duration.ZERO),
                    RetrySettings.DEFAULT,
                    SearchSettings.DEFAULT,
                    CollectionSettings.DEFAULT.backlog());

    private static final int FAST_CLOCK = 30;

    private final Path data;
    private final Optional<Path> folder;
    private final Wrap wrap;
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final Map<CollectionName, Ledger> ledgers = new ConcurrentHashMap<>();
    private final Map<CollectionName, Store> stores = new ConcurrentHashMap<>();
    private final Vectors vectors;

    /// What stands between the engine and a port.
    interface Wrap {
        Wrap NONE = new Wrap() {};

        default <T> T of(Class<T> port, T real) {
            return real;
        }
    }

    /// @param folder that `book` follows
    DiskAdapters(Path data, Optional<Path> folder, Wrap wrap) {
        this.data = data;
        this.folder = folder;
        this.wrap = wrap;
        this.vectors = wrap.of(Vectors.class, SqliteVectors.open(data.resolve("vectors.db")));
    }

    /// The engine over a data directory, without a folder.
    DiskAdapters(Path data) {
        this(data, Optional.empty(), Wrap.NONE);
    }

    Engine open() {
        return Engine.open(
                this, new Wanted(new TreeSet<>(List.of(BOOK)), _ -> true, _ -> SETTINGS));
    }

    CountingEmbedder embedder() {
        return embedder;
    }

    /// The ledger that was opened last.
    Ledger ledger(CollectionName collection) {
        return ledgers.get(collection);
    }

    Store store(CollectionName collection) {
        return stores.get(collection);
    }

    Path home(CollectionName collection) {
        return data.resolve("collections").resolve(collection.value());
    }

    @Override
    public List<CollectionName> existing() {
        Path collections = data.resolve("collections");
        if (!Files.isDirectory(collections)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(collections)) {
            return homes.map(home -> new CollectionName(home.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Journal journal(CollectionName collection) {
        LostJournal.accept(home(collection));
        return wrap.of(Journal.class, SqliteJournal.open(home(collection).resolve("journal.db")));
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        Ledger ledger =
                wrap.of(
                        Ledger.class,
                        SqliteLedger.open(home(collection).resolve("ledger.db"), newHistory));
        ledgers.put(collection, ledger);
        return ledger;
    }

    @Override
    public void remove(CollectionName collection, long version) {
        throw new UnsupportedOperationException("nothing is removed here");
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions, int slot) {
        Store store =
                wrap.of(
                        Store.class,
                        LuceneStore.open(
                                "embedded",
                                home(collection).resolve(slot == 0 ? "lucene" : "lucene-" + slot),
                                new LuceneStore.Kept(dimensions, SETTINGS.search().keywords()),
                                () -> System.nanoTime() * FAST_CLOCK));
        stores.put(collection, store);
        return List.of(store);
    }

    /// What nobody opens again may lie there.
    @Override
    public void keepStores(CollectionName collection, SortedSet<Integer> slots) {}

    @Override
    public Costs costs() {
        return wrap.of(Costs.class, SqliteCosts.open(data.resolve("cost.db")));
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    @Override
    public Embedder embedder(CollectionName collection) {
        return embedder;
    }

    @Override
    public Extractor extractor() {
        return new TextExtractor();
    }

    @Override
    public Decoder decoder() {
        return new DocumentDecoder();
    }

    @Override
    public List<Source> sources(CollectionName collection) {
        if (!collection.equals(BOOK) || folder.isEmpty()) {
            return List.of();
        }
        Source.Pace pace =
                new Source.Pace(Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(1));
        FolderSettings settings =
                new FolderSettings(
                        "files",
                        folder.get(),
                        FOLLOWED,
                        List.of(),
                        List.of(),
                        false,
                        pace,
                        1 << 20);
        return List.of(new FolderSource(settings, decoder()));
    }
}
