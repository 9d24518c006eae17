package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.engine.Engine;
import io.freshet.engine.Wanted;
import io.freshet.library.Assembly;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.ConfigReader;
import io.freshet.library.config.SettingsFiles;
import io.freshet.library.config.WebhookFiles;
import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;
import io.freshet.server.http.HttpSettings;
import io.freshet.server.stream.StreamLimits;
import io.freshet.server.webhook.Pace;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Adapters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.awaitility.Awaitility;

/// A real server in this process, which can be stopped and started again on its port.
final class TestServer implements AutoCloseable {
    private final Adapters adapters;
    private final CollectionConfigs configs;
    private final FreshetServer.Streaming streaming =
            new FreshetServer.Streaming(StreamLimits.DEFAULT, new KeptWebhooks(), Pace.DEFAULT);
    private EngineHolder engine;
    private FreshetServer server;
    private int port;

    private TestServer(Adapters adapters, CollectionConfigs configs) {
        this.adapters = adapters;
        this.configs = configs;
    }

    /// What is stored is kept in memory, through stops.
    static TestServer inMemory() throws InterruptedException {
        return inMemory(new MemoryAdapters(new TextExtractor(), new DocumentDecoder()));
    }

    static TestServer inMemory(MemoryAdapters adapters) throws InterruptedException {
        var config = ConfigReader.read(ConfigReader.Flags.NONE, Map.of());
        return new TestServer(adapters, new CollectionConfigs(config, new Settings())).start(0);
    }

    /// With the model, the store and the databases that a server has.
    static TestServer onDisk(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("freshet.yaml");
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(
                file,
                """
                server: {data_dir: "%s"}
                embedders: {local: {type: builtin, model: fast}}
                """
                        .formatted(data));
        var flags =
                new ConfigReader.Flags(
                        Optional.of(file.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Homes homes = new Homes(data);
        var configs = new CollectionConfigs(ConfigReader.read(flags, Map.of()), homes);
        return new TestServer(new Assembly(configs, homes), configs).start(0);
    }

    private TestServer start(int wanted) throws InterruptedException {
        var named = new TreeSet<CollectionName>();
        named.add(new CollectionName("knowledge_base"));
        Wanted collections = new Wanted(named, _ -> false, name -> configs.of(name).settings());
        engine = EngineHolder.open(() -> Engine.open(adapters, collections));
        HttpSettings settings = HttpSettings.DEFAULT.withPort(wanted);
        try {
            server = FreshetServer.start(engine, configs, settings, streaming);
        } catch (IllegalStateException e) {
            engine.close();
            throw e;
        }
        port = server.port();
        assertThat(engine.await()).isEmpty();
        return this;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port();
    }

    void stop() {
        server.close();
        engine.close();
    }

    /// Somebody else on this machine may have the port for a moment.
    void startAgain() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .ignoreException(IllegalStateException.class)
                .until(() -> start(port), _ -> true);
    }

    @Override
    public void close() {
        stop();
    }

    private static final class Settings implements SettingsFiles {
        private final Map<CollectionName, String> texts = new ConcurrentHashMap<>();

        @Override
        public Optional<String> read(CollectionName collection) {
            return Optional.ofNullable(texts.get(collection));
        }

        @Override
        public void write(CollectionName collection, String text) {
            texts.put(collection, text);
        }
    }

    private static final class KeptWebhooks implements WebhookFiles {
        private final Map<CollectionName, Map<String, String>> texts = new ConcurrentHashMap<>();

        private Map<String, String> of(CollectionName collection) {
            return texts.computeIfAbsent(collection, _ -> new ConcurrentSkipListMap<>());
        }

        @Override
        public List<String> names(CollectionName collection) {
            return List.copyOf(of(collection).keySet());
        }

        @Override
        public Optional<String> read(CollectionName collection, String name) {
            return Optional.ofNullable(of(collection).get(name));
        }

        @Override
        public void write(CollectionName collection, String name, String text) {
            of(collection).put(name, text);
        }

        @Override
        public void delete(CollectionName collection, String name) {
            of(collection).remove(name);
        }
    }
}
