package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.library.FreshetSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever the file can say, a program can: each key changes what Freshet within a process is made
/// of, but for those that a server alone has a use for.
final class SettableKeysTest {
    /// By key, with the reason.
    private static final Map<String, String> SERVER_ONLY = new TreeMap<>();

    private static final String CALLS = "a program calls methods, and nobody else can";
    private static final Map<String, Object> OTHER = new HashMap<>();

    static {
        SERVER_ONLY.put("server.host", CALLS);
        SERVER_ONLY.put("server.port", CALLS);
        SERVER_ONLY.put("server.allowed_hosts", CALLS);
        SERVER_ONLY.put("server.allowed_origins", CALLS);
        SERVER_ONLY.put("server.allow_unauthenticated", CALLS);
        SERVER_ONLY.put("auto_create_collections", "a collection is there once it is asked for");
        SERVER_ONLY.put("webhooks.allowed_addresses", "a program subscribes, and posts itself");
        SERVER_ONLY.put("limits.rate.events_per_second", "a client is an address");
        SERVER_ONLY.put("limits.rate.burst", "a client is an address");

        SERVER_ONLY.put("limits.sizes.body", "of a request over HTTP");
        SERVER_ONLY.put("limits.sizes.frame", "of the WebSocket");
        SERVER_ONLY.put("limits.subscribers_max", "of connections");

        words("include exclude allowed_hosts allowed_origins key_prefixes", List.of("a"));
        words("allow_unauthenticated shorten follow_links", true);
        words("auto_create_collections normalise", false);
        words("freshness_target connect_timeout request_timeout rescan pause_min still_max", "2s");
        words("still confirm_after", "20ms");
        words("event_id_window age pause_max", "1h");
        words("size body document metadata frame", "1KiB");
        words("k1 b vector_weight day_usd month_usd", 0.3);
        words("port target_tokens depth versions documents attempts_max burst documents_max", 77);
        words("batch_documents_max events_per_second subscribers_max dimensions k", 77);
        words("input_tokens_max batch_texts_max batch_tokens_max concurrency_max", 33);
        words("tokens_per_minute_max usd_per_million_tokens", 33);
        words("data_dir model dimensions_field document_input_type query_input_type", "other");
        words("revision document_prefix query_prefix class date source name key", "other");
        words("key_header deployment api_version path apiKey", "other");
        OTHER.put("url", "https://b.example/v1");
        OTHER.put("host", "127.0.0.1");
        OTHER.put("allowed_addresses", List.of("127.0.0.1"));
        OTHER.put("embedder", "onnx");
        OTHER.put("share", "30%");
        OTHER.put("pooling", "mean");
        OTHER.put("analysis", "standard");
        OTHER.put("method", "rrf");
        OTHER.put("prefix", "title");
        OTHER.put("rerankers.near.type", "tei");
        OTHER.put("embedders.local.model", "all-minilm-l6-v2");
    }

    private static void words(String names, Object value) {
        for (String name : names.split(" ")) {
            OTHER.put(name, value);
        }
    }

    /// One of each section that is named.
    private static SequencedMap<String, Object> example() {
        SequencedMap<String, Object> example = new LinkedHashMap<>();
        example.put("embedders.far.type", "openai");
        example.put("embedders.far.model", "m");
        example.put("embedders.far.dimensions", 3);
        example.put("embedders.far.endpoints.url", "https://a.example/v1");
        example.put("embedders.onnx.type", "onnx");
        example.put("embedders.onnx.path", "m");
        example.put("embedders.onnx.pooling", "cls");
        example.put("embedders.chain.type", "langchain4j");
        example.put("embedders.chain.class", "a.Model");
        example.put("embedders.chain.model", "m");
        example.put("embedders.chain.dimensions", 3);
        example.put("rerankers.near.url", "https://a.example/rerank");
        example.put("prices.model", "m");
        example.put("prices.usd_per_million_tokens", 1);
        example.put("collections.docs.sources.path", "folder");
        return example;
    }

    /// All keys, of those of named sections one; of a list of sections, of its one element.
    private static List<String> keys() {
        List<String> keys = new ArrayList<>(Schema.fixedKeys());
        add(keys, "embedders.far.", Schema.openAiKeys());
        add(keys, "embedders.far.endpoints.", Schema.endpointKeys());
        add(keys, "embedders.onnx.", Schema.onnxKeys());
        add(keys, "embedders.chain.", Schema.langChainKeys());
        add(keys, "embedders.", List.of("far.model", "onnx.model", "chain.settings.apiKey"));
        add(keys, "rerankers.near.", Schema.rerankerKeys());
        add(keys, "prices.", Schema.priceKeys());
        add(keys, "collections.docs.", Schema.collectionKeys());
        add(keys, "collections.docs.sources.", Schema.sourceKeys());
        // Each type is one of the example's; a source has one type.
        keys.removeAll(List.of("embedders.local.type", "collections.docs.sources.type"));
        return keys;
    }

    private static void add(List<String> keys, String section, Iterable<String> more) {
        more.forEach(key -> keys.add(section + key));
    }

    private static Config config(Map<String, Object> values) {
        FreshetSettings settings = FreshetSettings.in(Path.of("data"));
        Map<String, Map<String, Object>> lists = new TreeMap<>();
        for (Map.Entry<String, Object> each : values.entrySet()) {
            int dot = each.getKey().lastIndexOf('.');
            String section = each.getKey().substring(0, Math.max(0, dot));
            if (Schema.isSectionList(List.of(section.split("\\.")))) {
                lists.computeIfAbsent(section, _ -> new LinkedHashMap<>())
                        .put(each.getKey().substring(dot + 1), each.getValue());
                settings = settings.set(section, List.of(Map.copyOf(lists.get(section))));
            } else {
                settings = settings.set(each.getKey(), each.getValue());
            }
        }
        return settings.config();
    }

    /// What within a process is made of a configuration.
    private static List<Object> used(Config config) {
        return List.of(
                config.server().dataDir(),
                config.embedders(),
                config.rerankers(),
                config.collectionDefaults(),
                config.collections(),
                config.prices(),
                config.limits().budget(),
                config.limits().backlog(),
                config.limits().sizes().documents());
    }

    @Test
    void everyKeyThatIsNotAServersAloneHasAnEffect() {
        List<Object> before = used(config(example()));

        assertThat(keys()).containsAll(SERVER_ONLY.keySet());
        assertThat(keys())
                .allSatisfy(
                        key -> {
                            SequencedMap<String, Object> values = example();
                            values.put(key, other(key));
                            boolean isUsed = !used(config(values)).equals(before);
                            assertThat(isUsed).isEqualTo(!SERVER_ONLY.containsKey(key));
                        });
    }

    private static Object other(String key) {
        String leaf = key.substring(key.lastIndexOf('.') + 1);
        assertThat(OTHER.containsKey(key) || OTHER.containsKey(leaf))
                .as("say here which value of " + key + " is not its default")
                .isTrue();
        return OTHER.getOrDefault(key, OTHER.get(leaf));
    }

    @Test
    void thePageNamesEveryKeyThatHasNone() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "library.md"));

        assertThat(SERVER_ONLY.keySet())
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }
}
