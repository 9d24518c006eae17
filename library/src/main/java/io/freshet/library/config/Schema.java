package io.freshet.library.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Every key that may stand in the file, with its default. `*` stands for a name that the user
/// chooses. Pure.
final class Schema {
    private static final String ANY = "*";
    private static final String LIST = "[]";

    /// Stands for the number of an element of a list of sections.
    private static final String NUMBER = "#";

    private static final SequencedMap<String, String> FIXED = new LinkedHashMap<>();
    private static final SequencedMap<String, String> COLLECTION = new LinkedHashMap<>();
    private static final SequencedMap<String, String> NAMED = new LinkedHashMap<>();
    private static final SequencedMap<String, String> SOURCE = new LinkedHashMap<>();

    private static final SequencedMap<String, String> RERANKER = new LinkedHashMap<>();
    private static final SequencedMap<String, String> OPENAI = new LinkedHashMap<>();
    private static final SequencedMap<String, String> ONNX = new LinkedHashMap<>();
    private static final SequencedMap<String, String> LANGCHAIN = new LinkedHashMap<>();
    private static final SequencedMap<String, String> PRICE = new LinkedHashMap<>();
    private static final SequencedMap<String, String> ENDPOINT = new LinkedHashMap<>();

    static {
        COLLECTION.put("embedder", "local");
        COLLECTION.put("freshness_target", "0s");
        COLLECTION.put("event_id_window", "7d");
        COLLECTION.put("batch_documents_max", "100");
        COLLECTION.put("chunking.target_tokens", "320");
        COLLECTION.put("chunking.prefix", "none");
        COLLECTION.putAll(SearchReader.defaults());
        COLLECTION.put("retention.versions", "1000");
        COLLECTION.put("retention.age", "30d");
        COLLECTION.put("retention.size", "10GiB");
        COLLECTION.put("delete_guard.documents", "10");
        COLLECTION.put("delete_guard.share", "10%");
        COLLECTION.put("delete_guard.confirm_after", "10m");
        COLLECTION.put("budget.day_usd", "none");
        COLLECTION.put("budget.month_usd", "none");
        COLLECTION.put("reembed_guard.documents", "50");
        COLLECTION.put("reembed_guard.share", "20%");
        COLLECTION.put("retry.attempts_max", "5");
        COLLECTION.put("retry.pause_min", "1s");
        COLLECTION.put("retry.pause_max", "5m");

        SOURCE.put("type", "folder");
        SOURCE.put("path", "");
        SOURCE.put("name", "");
        SOURCE.put("prefix", "");
        SOURCE.put("include", LIST);
        SOURCE.put("exclude", LIST);
        SOURCE.put("follow_links", "false");
        SOURCE.put("still", "50ms");
        SOURCE.put("still_max", "1s");
        SOURCE.put("rescan", "10m");

        RERANKER.put("type", "http");
        RERANKER.put("url", "");
        RERANKER.put("model", "");
        RERANKER.put("key", "");
        RERANKER.put("request_timeout", "5s");
        RERANKER.put("documents_max", "100");

        OPENAI.put("dimensions", "");
        OPENAI.put("shorten", "false");
        OPENAI.put("dimensions_field", "dimensions");
        OPENAI.put("document_input_type", "");
        OPENAI.put("query_input_type", "");
        OPENAI.put("revision", "");
        OPENAI.put("document_prefix", "");
        OPENAI.put("query_prefix", "");
        OPENAI.put("input_tokens_max", "8191");
        OPENAI.put("batch_texts_max", "100");
        OPENAI.put("batch_tokens_max", "250000");
        OPENAI.put("concurrency_max", "8");
        OPENAI.put("connect_timeout", "10s");
        OPENAI.put("request_timeout", "30s");

        ONNX.put("path", "");
        ONNX.put("pooling", "");
        ONNX.put("normalise", "true");
        ONNX.put("dimensions", "0");
        ONNX.put("document_prefix", "");
        ONNX.put("query_prefix", "");
        ONNX.put("input_tokens_max", "512");

        LANGCHAIN.put("class", "");
        for (String key :
                List.of(
                        "dimensions",
                        "document_prefix",
                        "query_prefix",
                        "input_tokens_max",
                        "batch_texts_max",
                        "batch_tokens_max",
                        "concurrency_max",
                        "request_timeout")) {
            LANGCHAIN.put(key, OPENAI.getOrDefault(key, ""));
        }

        PRICE.put("model", "");
        PRICE.put("usd_per_million_tokens", "");
        PRICE.put("date", "");
        PRICE.put("source", "");

        ENDPOINT.put("name", "");
        ENDPOINT.put("url", "");
        ENDPOINT.put("key", "");
        ENDPOINT.put("key_prefixes", LIST);
        ENDPOINT.put("key_header", "");
        ENDPOINT.put("model", "");
        ENDPOINT.put("deployment", "");
        ENDPOINT.put("api_version", "");
        ENDPOINT.put("tokens_per_minute_max", "0");

        FIXED.put("server.host", "localhost");
        FIXED.put("server.port", "8765");
        FIXED.put("server.data_dir", "./freshet-data");
        FIXED.put("server.allowed_hosts", LIST);
        FIXED.put("server.allowed_origins", LIST);
        FIXED.put("server.allow_unauthenticated", "false");
        FIXED.put("auto_create_collections", "true");
        FIXED.put("embedders.local.type", "builtin");
        FIXED.put("embedders.local.model", "bge-small-en-v1.5");
        COLLECTION.forEach((key, value) -> FIXED.put("collection_defaults." + key, value));
        FIXED.put("webhooks.allowed_addresses", LIST);
        FIXED.put("limits.rate.events_per_second", "0");
        FIXED.put("limits.rate.burst", "10000");
        FIXED.put("limits.budget.day_usd", "none");
        FIXED.put("limits.budget.month_usd", "none");
        FIXED.put("limits.backlog.documents_max", "1000000");
        FIXED.put("limits.backlog.size", "10GiB");
        FIXED.put("limits.sizes.body", "16MiB");
        FIXED.put("limits.sizes.document", "10MiB");
        FIXED.put("limits.sizes.metadata", "64KiB");
        FIXED.put("limits.sizes.frame", "512KiB");
        FIXED.put("limits.subscribers_max", "20000");

        NAMED.put("embedders.*.type", "builtin");
        NAMED.put("embedders.*.model", "bge-small-en-v1.5");
        OPENAI.forEach((key, value) -> NAMED.put("embedders.*." + key, value));
        ONNX.forEach((key, value) -> NAMED.put("embedders.*." + key, value));
        LANGCHAIN.forEach((key, value) -> NAMED.put("embedders.*." + key, value));
        NAMED.put("embedders.*.settings.*", "");
        ENDPOINT.forEach((key, value) -> NAMED.put("embedders.*.endpoints.#." + key, value));
        PRICE.forEach((key, value) -> NAMED.put("prices.#." + key, value));
        RERANKER.forEach((key, value) -> NAMED.put("rerankers.*." + key, value));
        COLLECTION.forEach((key, value) -> NAMED.put("collections.*." + key, value));
        SOURCE.forEach((key, value) -> NAMED.put("collections.*.sources.#." + key, value));
    }

    private Schema() {}

    /// The keys that always have a value.
    static SequencedMap<String, Setting> defaults() {
        SequencedMap<String, Setting> settings = new LinkedHashMap<>();
        FIXED.forEach((key, value) -> settings.put(key, setting(value)));
        return settings;
    }

    private static Setting setting(String value) {
        return value.equals(LIST)
                ? new Setting(List.of(), Setting.DEFAULT)
                : Setting.of(value, Setting.DEFAULT);
    }

    static SequencedSet<String> fixedKeys() {
        return FIXED.sequencedKeySet();
    }

    /// The keys of a collection's own section that hold a value.
    static SequencedSet<String> collectionKeys() {
        return COLLECTION.sequencedKeySet();
    }

    /// The keys of a source that a collection follows.
    static SequencedSet<String> sourceKeys() {
        return SOURCE.sequencedKeySet();
    }

    /// @param key of a source
    static Setting sourceDefault(String key) {
        return setting(SOURCE.getOrDefault(key, ""));
    }

    static SequencedSet<String> rerankerKeys() {
        return RERANKER.sequencedKeySet();
    }

    /// @param key of a reranker
    static Setting rerankerDefault(String key) {
        return setting(RERANKER.getOrDefault(key, ""));
    }

    /// The keys of an embedder of type `openai`, besides `type`, `model` and those of its
    /// endpoints.
    static SequencedSet<String> openAiKeys() {
        return OPENAI.sequencedKeySet();
    }

    /// @param key of such an embedder
    static Setting openAiDefault(String key) {
        return setting(OPENAI.getOrDefault(key, ""));
    }

    /// The keys of an embedder of type `langchain4j`, besides `type`, `model` and `settings`.
    static SequencedSet<String> langChainKeys() {
        return LANGCHAIN.sequencedKeySet();
    }

    /// @param key of such an embedder
    static Setting langChainDefault(String key) {
        return setting(LANGCHAIN.getOrDefault(key, ""));
    }

    /// The keys of an embedder of type `onnx`, besides `type` and `model`.
    static SequencedSet<String> onnxKeys() {
        return ONNX.sequencedKeySet();
    }

    /// @param key of such an embedder
    static Setting onnxDefault(String key) {
        return setting(ONNX.getOrDefault(key, ""));
    }

    static SequencedSet<String> priceKeys() {
        return PRICE.sequencedKeySet();
    }

    /// @param key of a price
    static Setting priceDefault(String key) {
        return setting(PRICE.getOrDefault(key, ""));
    }

    static SequencedSet<String> endpointKeys() {
        return ENDPOINT.sequencedKeySet();
    }

    /// @param key of an endpoint
    static Setting endpointDefault(String key) {
        return setting(ENDPOINT.getOrDefault(key, ""));
    }

    /// Whether its value is never shown.
    static boolean isSecret(String key) {
        return matches(pattern("rerankers.*.key"), pattern(key))
                || matches(pattern("embedders.*.endpoints.#.key"), pattern(key))
                || matches(pattern("embedders.*.settings.*"), pattern(key));
    }

    /// Whether it holds a list of words.
    static boolean isList(String key) {
        List<String> path = Arrays.asList(key.split("\\."));
        return LIST.equals(FIXED.get(key))
                || NAMED.entrySet().stream()
                        .anyMatch(
                                entry ->
                                        entry.getValue().equals(LIST)
                                                && matches(pattern(entry.getKey()), path));
    }

    /// Whether it holds a list of sections.
    static boolean isSectionList(List<String> path) {
        return patterns().stream()
                .anyMatch(
                        pattern ->
                                pattern.size() > path.size()
                                        && pattern.get(path.size()).equals(NUMBER)
                                        && starts(pattern, path));
    }

    static boolean isKnown(List<String> path) {
        return patterns().stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        return pattern.size() == path.size() && starts(pattern, path);
    }

    /// Whether keys lie below it.
    static boolean isSection(List<String> path) {
        return patterns().stream()
                .anyMatch(pattern -> pattern.size() > path.size() && starts(pattern, path));
    }

    /// Whether it is a section that the user has named, such as that of a collection: it says
    /// something even where nothing stands below it.
    static boolean isNamed(List<String> path) {
        return isSection(path)
                && patterns().stream()
                        .anyMatch(
                                pattern ->
                                        pattern.size() > path.size()
                                                && pattern.get(path.size() - 1).equals(ANY)
                                                && starts(pattern, path));
    }

    /// The key that was probably meant by one that is not known: the nearest one of those that may
    /// stand at the place where it goes wrong.
    static Optional<String> nearest(List<String> path) {
        int known = 0;
        while (known < path.size() && isPrefix(path.subList(0, known + 1))) {
            known++;
        }
        if (known == path.size()) {
            return Optional.empty();
        }
        List<String> parent = path.subList(0, known);
        return Nearest.of(path.get(known), children(parent))
                .map(name -> String.join(".", appended(parent, name)));
    }

    private static boolean isPrefix(List<String> path) {
        return isKnown(path) || isSection(path);
    }

    private static Collection<String> children(List<String> parent) {
        return patterns().stream()
                .filter(pattern -> pattern.size() > parent.size() && starts(pattern, parent))
                .map(pattern -> pattern.get(parent.size()))
                .filter(name -> !isAny(name))
                .distinct()
                .toList();
    }

    private static List<String> appended(List<String> parent, String name) {
        List<String> path = new ArrayList<>(parent);
        path.add(name);
        return path;
    }

    private static boolean starts(List<String> pattern, List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            if (!isAny(pattern.get(i)) && !pattern.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(String part) {
        return part.equals(ANY) || part.equals(NUMBER);
    }

    private static List<List<String>> patterns() {
        List<List<String>> patterns = new ArrayList<>();
        FIXED.keySet().forEach(key -> patterns.add(pattern(key)));
        NAMED.keySet().forEach(key -> patterns.add(pattern(key)));
        return patterns;
    }

    private static List<String> pattern(String key) {
        return Arrays.asList(key.split("\\."));
    }
}
