package io.freshet.library;

import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.ConfigReader;
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
    private final Map<String, Object> tree;
    private final Path directory;

    private FreshetSettings(Map<String, Object> tree, Path directory) {
        this.tree = tree;
        this.directory = directory;
    }

    /// @param data where everything is stored; made where it is not there, and locked while in use
    public static FreshetSettings in(Path data) {
        FreshetSettings none = new FreshetSettings(Map.of(), Path.of("").toAbsolutePath());
        return none.set("server.data_dir", data.toString());
    }

    /// @param key as in the documentation, such as `collections.docs.chunking.target_tokens`; one
    ///   that is not known is refused when Freshet is opened
    /// @param value a text (with its unit, such as `30d`), number or truth value; a list of them; a
    ///   map of them for a section; a list of maps for `sources`. `${NAME}` reads the environment
    public FreshetSettings set(String key, Object value) {
        return new FreshetSettings(with(tree, List.of(key.split("\\.")), value), directory);
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

    /// @throws ConfigException where something cannot be used; it names the key and the remedy
    Config config() {
        return ConfigReader.read(tree, directory, System.getenv());
    }
}
