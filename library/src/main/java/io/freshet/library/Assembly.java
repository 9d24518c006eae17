package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.Price;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.folder.FolderSettings;
import io.freshet.adapter.folder.FolderSource;
import io.freshet.adapter.langchain4j.LangChainEmbedder;
import io.freshet.adapter.langchain4j.LangChainSettings;
import io.freshet.adapter.langchain4j.ModelClass;
import io.freshet.adapter.lucene.LuceneStore;
import io.freshet.adapter.onnx.BuiltInModel;
import io.freshet.adapter.onnx.ModelDirectory;
import io.freshet.adapter.onnx.OnnxEmbedder;
import io.freshet.adapter.onnx.Pooling;
import io.freshet.adapter.openai.OpenAiEmbedder;
import io.freshet.adapter.openai.OpenAiSettings;
import io.freshet.adapter.rerank.HttpReranker;
import io.freshet.adapter.rerank.RerankSettings;
import io.freshet.adapter.rerank.Shape;
import io.freshet.adapter.sqlite.LostJournal;
import io.freshet.adapter.sqlite.RestoredFiles;
import io.freshet.adapter.sqlite.SqliteCosts;
import io.freshet.adapter.sqlite.SqliteJournal;
import io.freshet.adapter.sqlite.SqliteLedger;
import io.freshet.adapter.sqlite.SqliteVectors;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.LangChainClass;
import io.freshet.library.config.LangChainModel;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Reranker;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the adapters: the only place that knows any. Everything lies in the data directory, which
/// the caller has locked: beside what [Homes] keeps there,
///
///     vectors.db
///     cost.db
///     collections/NAME/journal.db, ledger.db, lucene/, lucene-1/
///     native/           the model runtime's libraries
///
/// Safe for any thread.
public final class Assembly implements Adapters {
    private static final String LUCENE = "lucene";
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /// Of a folder that nobody follows.
    private static final Source.Pace NO_PACE =
            new Source.Pace(Duration.ZERO, Duration.ZERO, Duration.ofDays(1));

    private final CollectionConfigs configs;
    private final Homes homes;
    private final Map<Config.Embedder, Embedder> embedders = new HashMap<>();

    /// @throws ConfigException where a collection cannot be kept as it is configured
    public Assembly(CollectionConfigs configs, Homes homes) {
        this.configs = configs;
        this.homes = homes;
        configs.config().collections().keySet().forEach(this::folders);
    }

    /// What comes from a backup takes its place.
    static void adopt(Path home, Path data, String history) {
        RestoredFiles.adopt(home, history);
        RestoredFiles.moveVectors(home, data.resolve("vectors.db"));
    }

    @Override
    public List<CollectionName> existing() {
        return homes.existing();
    }

    @Override
    public void remove(CollectionName collection, long version) {
        homes.remove(collection, version);
        configs.forget(collection);
    }

    @Override
    public Journal journal(CollectionName collection) {
        LostJournal.accept(homes.of(collection));
        return SqliteJournal.open(homes.of(collection).resolve("journal.db"));
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        return SqliteLedger.open(
                homes.of(collection).resolve("ledger.db"),
                newHistory,
                homes.lastVersion(collection));
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions, int slot) {
        return List.of(
                LuceneStore.open(
                        "embedded",
                        homes.of(collection).resolve(directory(slot)),
                        new LuceneStore.Kept(
                                dimensions, configs.of(collection).settings().search().keywords()),
                        System::nanoTime));
    }

    private static String directory(int slot) {
        return slot == 0 ? LUCENE : LUCENE + "-" + slot;
    }

    @Override
    public void keepStores(CollectionName collection, SortedSet<Integer> slots) {
        Set<String> kept = new TreeSet<>();
        slots.forEach(slot -> kept.add(directory(slot)));
        homes.drop(
                collection,
                directory -> directory.matches(LUCENE + "(-[0-9]+)?") && !kept.contains(directory));
    }

    @Override
    public Vectors vectors() {
        return SqliteVectors.open(homes.data().resolve("vectors.db"));
    }

    @Override
    public Costs costs() {
        return SqliteCosts.open(homes.data().resolve("cost.db"));
    }

    /// One for each model, whoever asks.
    @Override
    public Embedder embedder(CollectionName collection) {
        String name = embedderName(collection);
        return embedderNamed(collection, name)
                .orElseThrow(() -> new IllegalArgumentException("no such embedder: " + name));
    }

    @Override
    public String embedderName(CollectionName collection) {
        return configs.of(collection).embedder();
    }

    @Override
    public synchronized Optional<Embedder> embedderNamed(CollectionName collection, String name) {
        return Optional.ofNullable(configs.config().embedders().get(name)).map(this::opened);
    }

    synchronized Embedder opened(Config.Embedder configured) {
        return switch (configured) {
            case Config.BuiltIn(String model) -> builtIn(model);
            case Config.Onnx directory -> local(directory);
            case Config.LangChain model -> langChain(model);
            case Config.OpenAi remote -> remote(remote);
            case Config.Own own ->
                    embedders.computeIfAbsent(
                            own, _ -> new OwnEmbedder(own.embedder(), price(own)));
        };
    }

    private Embedder builtIn(String name) {
        BuiltInModel model =
                BuiltInModel.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("no such model: " + name));
        return embedders.computeIfAbsent(
                new Config.BuiltIn(model.name()),
                _ -> OnnxEmbedder.load(model, homes.shared("native")));
    }

    private Embedder local(Config.Onnx configured) {
        return embedders.computeIfAbsent(
                configured,
                _ ->
                        OnnxEmbedder.load(
                                new ModelDirectory(
                                        configured.path(),
                                        configured.model(),
                                        Pooling.named(configured.pooling()).orElseThrow(),
                                        configured.normalise(),
                                        configured.dimensions(),
                                        configured.documentPrefix(),
                                        configured.queryPrefix(),
                                        configured.inputTokensMax()),
                                homes.shared("native")));
    }

    private Embedder langChain(Config.LangChain configured) {
        return embedders.computeIfAbsent(
                configured,
                _ -> {
                    LangChainSettings settings = settings(configured, price(configured));
                    return switch (configured.origin()) {
                        case LangChainModel(var model) -> LangChainEmbedder.of(model, settings);
                        case LangChainClass type -> LangChainEmbedder.of(made(type), settings);
                    };
                });
    }

    private static ModelClass made(LangChainClass type) {
        SequencedMap<String, String> builder = new LinkedHashMap<>();
        type.builder().forEach((name, value) -> builder.put(name, value.value()));
        return new ModelClass(type.name(), builder);
    }

    private Optional<Price> price(Config.Embedder embedder) {
        return configs.config().price(embedder);
    }

    private static LangChainSettings settings(Config.LangChain configured, Optional<Price> price) {
        return new LangChainSettings(
                configured.model(),
                configured.dimensions(),
                configured.documentPrefix(),
                configured.queryPrefix(),
                configured.inputTokensMax(),
                new Embedder.Limits(
                        configured.batchTextsMax(),
                        configured.batchTokensMax(),
                        configured.concurrencyMax(),
                        configured.requestTimeout()),
                price);
    }

    private Embedder remote(Config.OpenAi remote) {
        return embedders.computeIfAbsent(
                remote, _ -> new OneModel(endpoints(remote, price(remote))));
    }

    private static List<Embedder> endpoints(Config.OpenAi remote, Optional<Price> price) {
        List<Embedder> endpoints = new ArrayList<>();
        for (Config.Endpoint endpoint : remote.endpoints()) {
            endpoints.add(
                    new OpenAiEmbedder(settings(remote, endpoint, price), InstantSource.system()));
        }
        return endpoints;
    }

    static OpenAiSettings settings(
            Config.OpenAi remote, Config.Endpoint endpoint, Optional<Price> price) {
        Config.Access access = endpoint.access();
        Config.Wording wording = remote.wording();
        return new OpenAiSettings(
                endpoint.name(),
                OpenAiSettings.address(
                        endpoint.url(), endpoint.deployment(), endpoint.apiVersion()),
                new OpenAiSettings.Key(
                        access.key().value(),
                        access.keyName(),
                        access.keyPrefixes(),
                        access.keyHeader()),
                new OpenAiSettings.Model(
                        remote.model(),
                        endpoint.model().isEmpty() ? remote.model() : endpoint.model(),
                        remote.dimensions(),
                        remote.shorten() ? wording.dimensionsField() : "",
                        new OpenAiSettings.Wording(
                                wording.documentPrefix(), wording.documentInputType()),
                        new OpenAiSettings.Wording(wording.queryPrefix(), wording.queryInputType()),
                        remote.inputTokensMax(),
                        remote.revision()),
                new Embedder.Limits(
                        remote.batchTextsMax(),
                        remote.batchTokensMax(),
                        remote.concurrencyMax(),
                        remote.requestTimeout()),
                remote.connectTimeout(),
                endpoint.tokensPerMinuteMax(),
                price);
    }

    @Override
    public SortedMap<String, Reranker> rerankers() {
        SortedMap<String, Reranker> rerankers = new TreeMap<>();
        configs.config()
                .rerankers()
                .forEach((name, configured) -> rerankers.put(name, reranker(configured)));
        return rerankers;
    }

    private static Reranker reranker(Config.Reranker configured) {
        return new HttpReranker(
                new RerankSettings(
                        Shape.named(configured.type()).orElseThrow(),
                        configured.url(),
                        configured.model(),
                        configured.key().value(),
                        new Reranker.Limits(
                                configured.documentsMax(), configured.requestTimeout())),
                InstantSource.system());
    }

    @Override
    public Extractor extractor() {
        return new TextExtractor();
    }

    @Override
    public Decoder decoder() {
        return decoding();
    }

    @Override
    public List<Source> sources(CollectionName collection) {
        List<Source> sources = new ArrayList<>();
        for (FolderSettings folder : folders(collection)) {
            if (!Files.isDirectory(folder.root())) {
                LOG.warn(
                        "folder is not there; it is followed once it is collection={} path={}",
                        collection,
                        folder.root());
            }
            sources.add(new FolderSource(folder, decoder()));
        }
        return sources;
    }

    private List<FolderSettings> folders(CollectionName collection) {
        return configs.of(collection).folders().stream()
                .map(folder -> settings(collection, folder))
                .toList();
    }

    private FolderSettings settings(CollectionName collection, Config.Folder folder) {
        List<String> exclude = new ArrayList<>(folder.exclude());
        Path own = homes.data().toAbsolutePath().normalize();
        if (own.startsWith(folder.path())) {
            String path = folder.path().relativize(own).toString();
            exclude.add("/" + path.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1") + "/");
        }
        try {
            return new FolderSettings(
                    folder.name(),
                    folder.path(),
                    folder.prefix(),
                    folder.include(),
                    exclude,
                    folder.followLinks(),
                    folder.pace(),
                    configs.config().limits().sizes().documents().textBytes());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "collections." + collection + ".sources: " + e.getMessage(), e);
        }
    }

    /// A folder of this machine that is read once, as those that are followed are.
    ///
    /// @param root absolute
    /// @param prefix that ids begin with; may be empty
    /// @param bytesMax of a document
    public static Source folder(Path root, String prefix, int bytesMax) {
        return new FolderSource(
                new FolderSettings(
                        "put", root, prefix, List.of(), List.of(), false, NO_PACE, bytesMax),
                decoding());
    }

    /// Documents of this machine are read by it as those that come in are.
    public static Decoder decoding() {
        return new DocumentDecoder();
    }
}
