package io.freshet.server.http;

import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.http.Inlet.Way;
import io.freshet.sim.CountingEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// A server with every way in, that may be stopped and started again over the same files. All below
/// it is real but the embedder.
final class Ways implements AutoCloseable {
    private final Path directory;
    private final CollectionConfigs configs;
    private CountedAssembly adapters;
    private Served served;

    private Ways(Path directory, CollectionConfigs configs, CountedAssembly adapters)
            throws InterruptedException {
        this.directory = directory;
        this.configs = configs;
        this.adapters = adapters;
        this.served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
    }

    /// @param names of what is tested; each has a collection of its own for each way
    static Ways start(Path directory, List<String> names) throws Exception {
        return start(directory, names, new CountingEmbedder());
    }

    static Ways start(Path directory, List<String> names, CountingEmbedder embedder)
            throws Exception {
        StringBuilder yaml =
                new StringBuilder(
                        "collection_defaults: {retry: {attempts_max: 3, pause_min: 10ms,"
                                + " pause_max: 20ms}}\ncollections:\n");
        for (String name : names) {
            for (Way way : Way.values()) {
                if (way.isFolder()) {
                    yaml.append(
                            "  %s: {sources: [{type: folder, path: %s}]}\n"
                                    .formatted(
                                            collection(name, way), folder(directory, name, way)));
                }
            }
        }
        return start(directory, yaml.toString(), embedder);
    }

    /// @param yaml the configuration
    static Ways start(Path directory, String yaml, CountingEmbedder embedder) throws Exception {
        var configs = MemorySettings.configs(yaml);
        var adapters = new CountedAssembly(configs, directory.resolve("data"), embedder);
        return new Ways(directory, configs, adapters);
    }

    private static String collection(String name, Way way) {
        return name + "-" + way.name().toLowerCase(Locale.ROOT);
    }

    private static Path folder(Path directory, String name, Way way) throws IOException {
        return Files.createDirectories(directory.resolve(collection(name, way)));
    }

    Inlet inlet(String name, Way way) throws IOException {
        return new Inlet(
                way,
                this,
                collection(name, way),
                folder(directory, name, way),
                new AtomicInteger(),
                new ArrayList<>());
    }

    Wire wire() {
        return served.wire;
    }

    CountingEmbedder embedder() {
        return adapters.embedder();
    }

    UnrulyEmbedder unruly() {
        return adapters.unruly();
    }

    /// How many texts with the word the embedder was asked for.
    long embedded(String word) {
        return embedder().texts().stream().filter(text -> text.contains(word)).count();
    }

    void stop() {
        served.close();
    }

    void start() throws InterruptedException {
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
    }

    /// The same files, and another model.
    void start(CountingEmbedder embedder) throws InterruptedException {
        adapters = new CountedAssembly(configs, directory.resolve("data"), embedder);
        start();
    }

    @Override
    public void close() {
        served.close();
    }
}
