package io.freshet.library;

import io.freshet.FreshetException;
import io.freshet.Vector;
import io.freshet.embedding.Probes;
import io.freshet.library.Checked.Result;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.DataDirectory;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at every embedder as it is configured, without a server. Each endpoint is asked for the
/// vectors of the probes, once: a few tokens. Nothing is stored. Blocking; confined to one thread.
public final class EmbedderChecks {
    private final Config config;
    private final Assembly assembly;
    private final List<Checked> found = new ArrayList<>();

    private EmbedderChecks(Config config, Homes homes) {
        this.config = config;
        this.assembly = new Assembly(new CollectionConfigs(config, homes), homes);
    }

    public static List<Checked> of(Config config) {
        Path data = config.server().dataDir();
        try {
            Path home = Files.isDirectory(data) ? data : Files.createTempDirectory("freshet-check");
            return new EmbedderChecks(config, new Homes(home)).found();
        } catch (IOException e) {
            throw new IllegalStateException("no temporary directory can be made: " + e, e);
        }
    }

    private List<Checked> found() {
        config.embedders().forEach(this::embedder);
        return List.copyOf(found);
    }

    private void embedder(String name, Config.Embedder configured) {
        try (Embedder embedder = assembly.opened(configured)) {
            List<Config.Endpoint> endpoints =
                    configured instanceof Config.OpenAi remote ? remote.endpoints() : List.of();
            Optional<EndpointCheck.Known> known = kept(embedder);
            for (int i = 0; i < embedder.endpoints().size(); i++) {
                Embedder endpoint = embedder.endpoints().get(i);
                var check =
                        new EndpointCheck(
                                name,
                                endpoint,
                                i < endpoints.size()
                                        ? Optional.of(endpoints.get(i))
                                        : Optional.empty());
                known = check.look(known);
                found.addAll(check.found());
            }
        } catch (FreshetException e) {
            found.add(new Checked(name, "local", "model", Result.FAIL, "" + e.getMessage()));
        }
    }

    /// Those that the data is known by. Where a server uses the data, it compares by itself.
    private Optional<EndpointCheck.Known> kept(Embedder embedder) {
        Path data = config.server().dataDir();
        if (!embedder.mayChange() || !Files.exists(data.resolve("vectors.db"))) {
            return Optional.empty();
        }
        try (DataDirectory _ = DataDirectory.open(data);
                Vectors vectors = assembly.vectors()) {
            Map<String, Vector> kept = vectors.find(embedder.space(), Probes.hashes());
            return Optional.of(kept)
                    .filter(known -> !known.isEmpty())
                    .map(
                            known ->
                                    new EndpointCheck.Known(
                                            "the one that this data was embedded with", known));
        } catch (IllegalStateException _) {
            return Optional.empty(); // it is in use
        }
    }
}
