package io.freshet.library;

import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.ConfigReader;
import io.freshet.library.config.HandedOver;
import io.freshet.library.config.LangChainModel;
import io.freshet.spi.Embedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How Freshet is run within a process: a data directory, and whatever `freshet.yaml` can say, under
/// the same names and with the same defaults. What concerns a server alone, such as its port, is of
/// no effect. Each method gives another value; none is changed.
///
///     FreshetSettings.in(Path.of("freshet-data"))
///             .set("embedders.local.model", "all-minilm-l6-v2")
///             .set("collections.docs.retention.versions", 100)
///             .folder("docs", Path.of("handbook"))
public final class FreshetSettings {
    private static final String BUILT_IN = "local";

    private final Map<String, Object> tree;
    private final HandedOver handed;
    private final Path directory;

    private FreshetSettings(Map<String, Object> tree, HandedOver handed, Path directory) {
        this.tree = tree;
        this.handed = handed;
        this.directory = directory;
    }

    /// @param data where everything is stored; made where it is not there, and locked while in use
    public static FreshetSettings in(Path data) {
        FreshetSettings none =
                new FreshetSettings(Map.of(), HandedOver.NOTHING, Path.of("").toAbsolutePath());
        return none.set("server.data_dir", data.toString());
    }

    /// @param key as in the documentation, such as `collections.docs.chunking.target_tokens`; one
    ///   that is not known is refused when Freshet is opened
    /// @param value a text (with its unit, such as `30d`), number or truth value; a list of them; a
    ///   map of them for a section; a list of maps for `sources`. `${NAME}` reads the environment
    public FreshetSettings set(String key, Object value) {
        List<String> path = List.of(key.split("\\."));
        return new FreshetSettings(with(tree, path, value), handed, directory);
    }

    /// An embedder of the program's own, which collections use by this name, as
    /// `collections.docs.embedder` says. What it costs is its own price, or that of its model under
    /// `prices`. It is asked as its limits say, its answers are checked like all, and nobody closes
    /// it.
    ///
    /// @param name a word other than `local`
    public FreshetSettings embedder(String name, Embedder embedder) {
        return new FreshetSettings(tree, handed.with(named(name), embedder), directory);
    }

    /// A model of LangChain4j, which collections use by this name. The keys of such an embedder,
    /// such as `embedders.NAME.input_tokens_max`, are set as in the file, but for `class` and
    /// `settings`; of `model` and `dimensions` it is asked where they are not said. Nobody closes
    /// it.
    ///
    /// @param name a word other than `local`
    public FreshetSettings embedder(String name, LangChainModel model) {
        return new FreshetSettings(tree, handed.with(named(name), model), directory);
    }

    private static String named(String name) {
        if (name.isBlank() || name.contains(".") || name.equals(BUILT_IN)) {
            throw new IllegalArgumentException(
                    "an embedder's name is a word without a dot, and not local, which is the model"
                            + " that comes along; name="
                            + name);
        }
        return name;
    }

    /// A folder whose files are documents of a collection, and which it follows.
    public FreshetSettings folder(String collection, Path folder) {
        List<Object> sources = new ArrayList<>();
        if (find("collections", collection, "sources") instanceof List<?> before) {
            sources.addAll(before);
        }
        String path = folder.toAbsolutePath().normalize().toString();
        sources.add(Map.of("type", "folder", "path", path));
        return set("collections." + collection + ".sources", sources);
    }

    private Object find(String... path) {
        Object found = tree;
        for (String name : path) {
            found = found instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : "";
        }
        return found;
    }

    private static Map<String, Object> with(
            Map<String, Object> tree, List<String> path, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        String name = path.getFirst();
        if (path.size() == 1) {
            changed.put(name, value);
            return changed;
        }
        Map<String, Object> below = new LinkedHashMap<>();
        if (tree.get(name) instanceof Map<?, ?> before) {
            before.forEach((key, each) -> below.put(String.valueOf(key), each));
        }
        changed.put(name, with(below, path.subList(1, path.size()), value));
        return changed;
    }

    /// What is in force, checked and with the defaults filled in; nothing is opened for it.
    ///
    /// @throws ConfigException where something cannot be used; it names the key and the remedy
    public Config config() {
        return ConfigReader.read(tree, handed, directory, System.getenv());
    }
}
