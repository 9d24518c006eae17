package io.freshet.library.config;

import io.freshet.Backlog;
import io.freshet.Budget;
import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.DeleteGuard;
import io.freshet.DocumentLimits;
import io.freshet.Prices;
import io.freshet.ReembedGuard;
import io.freshet.RetrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the configuration of flags, environment, file and defaults, in this order of precedence.
/// Confined to one thread.
public final class ConfigReader {
    private static final Path DEFAULT_FILE = Path.of("freshet.yaml");
    private static final int VERSIONS_MAX = 1_000_000;
    private static final int SUBSCRIBERS_MAX = 1_000_000;
    private static final int RATE_MAX = 1_000_000;
    private static final int BURST_MAX = 100_000_000;
    private static final int BACKLOG_MAX = 1_000_000_000;

    private final Settings settings;
    private final EmbedderReader models;
    private final FolderReader folders;
    private final Prices prices;

    private ConfigReader(Settings settings, Path directory, HandedOver handed) {
        this.settings = settings;
        this.models = new EmbedderReader(settings, directory, handed);
        this.folders = new FolderReader(settings, directory);
        this.prices = new PriceReader(settings).prices();
    }

    /// What was given on the command line. Empty where nothing was.
    ///
    /// @param folders to follow, besides those of the file
    public record Flags(
            Optional<String> file,
            Optional<String> host,
            Optional<String> port,
            Optional<String> dataDir,
            List<FolderFlag> folders) {
        public static final Flags NONE =
                new Flags(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Flags {
            folders = List.copyOf(folders);
        }

        /// Without folders.
        public Flags(
                Optional<String> file,
                Optional<String> host,
                Optional<String> port,
                Optional<String> dataDir) {
            this(file, host, port, dataDir, List.of());
        }

        private SequencedMap<String, String> settings() {
            SequencedMap<String, String> settings = new LinkedHashMap<>();
            host.ifPresent(value -> settings.put("server.host", value));
            port.ifPresent(value -> settings.put("server.port", value));
            dataDir.ifPresent(value -> settings.put("server.data_dir", value));
            return settings;
        }
    }

    /// @param path absolute
    public record FolderFlag(CollectionName collection, Path path) {}

    /// @throws ConfigException where something cannot be used
    public static Config read(Flags flags, Map<String, String> environment) {
        Optional<Path> named =
                flags.file()
                        .or(() -> Optional.ofNullable(environment.get("FRESHET_CONFIG")))
                        .map(Path::of);
        Optional<Path> file =
                named.or(() -> Optional.of(DEFAULT_FILE).filter(Files::isRegularFile));
        SequencedMap<String, Setting> written =
                file.map(path -> YamlSettings.read(path.toString(), text(path), environment))
                        .orElseGet(LinkedHashMap::new);
        Settings settings = Settings.layered(written, environment, flags.settings());
        flags.folders().forEach(folder -> FolderReader.add(settings, folder));
        Path directory = file.orElse(DEFAULT_FILE).toAbsolutePath().resolveSibling("");
        return new ConfigReader(settings, directory, HandedOver.NOTHING).config();
    }

    /// What a program says, by the file's names.
    ///
    /// @param tree as the file has it
    /// @param directory that relative paths start from
    /// @param environment that values may name
    /// @throws ConfigException where something cannot be used
    public static Config read(
            Map<String, Object> tree,
            HandedOver handed,
            Path directory,
            Map<String, String> environment) {
        SequencedMap<String, Setting> said = YamlSettings.read(tree, environment);
        Settings settings = Settings.layered(said, Map.of(), Map.of());
        return new ConfigReader(settings, directory, handed).config();
    }

    /// How a collection is kept that has settings of its own.
    ///
    /// @throws ConfigException where they cannot be used
    static Config.Collection collection(Config config, CollectionName name, OwnSettings own) {
        String section = "collections." + name;
        return over(config, own, section).collection(section, config.embedders());
    }

    /// A collection that is not configured follows no folder, so none is looked for anywhere.
    private static ConfigReader over(Config config, OwnSettings own, String section) {
        Settings settings = Settings.of(config.lines(), own.settings(section));
        return new ConfigReader(settings, Path.of(""), HandedOver.NOTHING);
    }

    /// The same as it was written, by key.
    static SequencedMap<String, String> written(
            Config config, CollectionName name, OwnSettings own) {
        String section = "collections." + name;
        ConfigReader reader = over(config, own, section);
        SequencedMap<String, String> written = new LinkedHashMap<>();
        for (String key : Schema.collectionKeys()) {
            written.put(key, reader.of(section, key).text());
        }
        return written;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read the configuration file " + file, e);
        }
    }

    private Config config() {
        SortedMap<String, Config.Embedder> embedders = models.embedders();
        SortedMap<CollectionName, Config.Collection> collections = new TreeMap<>();
        for (String name : settings.names("collections")) {
            collections.put(collectionName(name), collection("collections." + name, embedders));
        }
        return new Config(
                server(),
                settings.at("auto_create_collections").flag(),
                embedders,
                new RerankerReader(settings).rerankers(),
                collection("collection_defaults", embedders),
                collections,
                limits(),
                webhookAddresses(),
                prices,
                lines());
    }

    private Config.Server server() {
        Settings.Source host = settings.at("server.host");
        boolean allowUnauthenticated = settings.at("server.allow_unauthenticated").flag();
        if (!isLoopback(host.text()) && !allowUnauthenticated) {
            throw host.wrong(
                    host.text()
                            + " can be reached from other machines, and whoever reaches it may read"
                            + " and write everything; where you want that, set"
                            + " server.allow_unauthenticated: true");
        }
        return new Config.Server(
                host.text(),
                settings.at("server.port").number(0, 65_535),
                Path.of(settings.at("server.data_dir").text()),
                settings.at("server.allowed_hosts").list(),
                settings.at("server.allowed_origins").list(),
                allowUnauthenticated);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private CollectionName collectionName(String name) {
        try {
            return new CollectionName(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("collections." + name + ": " + e.getMessage(), e);
        }
    }

    private Config.Collection collection(
            String section, SortedMap<String, Config.Embedder> embedders) {
        Settings.Source embedder = of(section, "embedder");
        if (!embedders.containsKey(embedder.text())) {
            throw embedder.wrong(
                    "names the embedder "
                            + embedder.text()
                            + ", which is not under embedders: "
                            + embedders.keySet());
        }
        CollectionSettings kept = collectionSettings(section);
        checkPrice(section, kept.budget(), embedders.get(embedder.text()));
        return new Config.Collection(embedder.text(), kept, folders.folders(section));
    }

    private CollectionSettings collectionSettings(String section) {
        Settings.Source target = of(section, "chunking.target_tokens");
        var retention =
                new CollectionSettings.Retention(
                        of(section, "retention.versions").number(1, VERSIONS_MAX),
                        of(section, "retention.age").duration(),
                        of(section, "retention.size").diskBytes());
        try {
            return new CollectionSettings(
                    new Chunking(
                            target.number(1, Integer.MAX_VALUE),
                            of(section, "chunking.prefix").word(Chunking.Prefix.class)),
                    of(section, "freshness_target").duration(),
                    of(section, "batch_documents_max").number(1, Integer.MAX_VALUE),
                    of(section, "event_id_window").duration(),
                    retention,
                    deleteGuard(section),
                    retry(section),
                    new SearchReader(key -> of(section, key)).read(),
                    backlog(),
                    documentLimits(),
                    PriceReader.budget(
                            of(section, "budget.day_usd"), of(section, "budget.month_usd")),
                    reembedGuard(section));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(section + ": " + e.getMessage(), e);
        }
    }

    /// A budget over what has no known price would hold nothing back.
    private void checkPrice(String section, Budget own, Config.@Nullable Embedder embedder) {
        boolean isBudgeted = !own.isNone() || !budget("limits.budget.").isNone();
        if (isBudgeted && embedder != null && Config.price(embedder, prices).isEmpty()) {
            String model = embedder.model();
            throw new ConfigException(
                    section
                            + ": a budget is set, and the price of its model "
                            + model
                            + " is not known: say it under prices, as {model: "
                            + model
                            + ", usd_per_million_tokens: …}, 0 where it costs nothing");
        }
    }

    private Budget budget(String section) {
        return PriceReader.budget(
                settings.at(section + "day_usd"), settings.at(section + "month_usd"));
    }

    private RetrySettings retry(String section) {
        return new RetrySettings(
                of(section, "retry.attempts_max").number(1, 100),
                of(section, "retry.pause_min").duration(),
                of(section, "retry.pause_max").duration());
    }

    private ReembedGuard reembedGuard(String section) {
        return new ReembedGuard(
                of(section, "reembed_guard.documents").number(0, Integer.MAX_VALUE),
                of(section, "reembed_guard.share").read(Units::share));
    }

    private DeleteGuard deleteGuard(String section) {
        return new DeleteGuard(
                of(section, "delete_guard.documents").number(0, Integer.MAX_VALUE),
                of(section, "delete_guard.share").read(Units::share),
                of(section, "delete_guard.confirm_after").duration());
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + "." + key, "collection_defaults." + key);
    }

    private Config.Limits limits() {
        var sizes =
                new Config.Sizes(
                        settings.at("limits.sizes.body").bytes(),
                        documentLimits(),
                        settings.at("limits.sizes.frame").bytes());
        var rate =
                new Config.Rate(
                        settings.at("limits.rate.events_per_second").number(0, RATE_MAX),
                        settings.at("limits.rate.burst").number(1, BURST_MAX));
        return new Config.Limits(
                rate,
                budget("limits.budget."),
                backlog(),
                sizes,
                settings.at("limits.subscribers_max").number(1, SUBSCRIBERS_MAX));
    }

    private AllowedAddresses webhookAddresses() {
        Settings.Source addresses = settings.at("webhooks.allowed_addresses");
        try {
            return AllowedAddresses.of(addresses.list());
        } catch (IllegalArgumentException e) {
            throw addresses.wrong("names " + e.getMessage());
        }
    }

    private Backlog backlog() {
        return new Backlog(
                settings.at("limits.backlog.documents_max").number(1, BACKLOG_MAX),
                settings.at("limits.backlog.size").diskBytes());
    }

    private DocumentLimits documentLimits() {
        return new DocumentLimits(
                settings.at("limits.sizes.document").bytes(),
                settings.at("limits.sizes.metadata").bytes());
    }

    private static List<String> shown(String key, Setting setting) {
        return Schema.isSecret(key)
                ? setting.values().stream().map(Secret::masked).toList()
                : setting.values();
    }

    private List<Config.Line> lines() {
        return settings.all().entrySet().stream()
                .filter(entry -> Schema.isKnown(List.of(entry.getKey().split("\\."))))
                .map(
                        entry ->
                                new Config.Line(
                                        entry.getKey(),
                                        shown(entry.getKey(), entry.getValue()),
                                        Schema.isList(entry.getKey()),
                                        entry.getValue().origin()))
                .toList();
    }
}
