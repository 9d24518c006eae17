package io.freshet.library.config;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads which rerankers there are. Confined to one thread.
record RerankerReader(Settings settings) {
    private static final List<String> TYPES = List.of("http", "voyage", "tei");
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
    private static final int DOCUMENTS_MAX = 1000;

    SortedMap<String, Config.Reranker> rerankers() {
        SortedMap<String, Config.Reranker> rerankers = new TreeMap<>();
        for (String name : settings.names("rerankers")) {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new ConfigException(
                        "rerankers." + name + ": a name holds letters, digits, - and _");
            }
            rerankers.put(name, reranker("rerankers." + name + "."));
        }
        return rerankers;
    }

    private Config.Reranker reranker(String section) {
        return new Config.Reranker(
                type(of(section, "type")),
                Urls.url(of(section, "url"), "https://api.example.com/v1/rerank"),
                of(section, "model").text(),
                Urls.key(of(section, "key")),
                timeout(of(section, "request_timeout")),
                of(section, "documents_max").number(1, DOCUMENTS_MAX));
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + key, Schema.rerankerDefault(key));
    }

    private static String type(Settings.Source type) {
        if (!TYPES.contains(type.text())) {
            throw type.wrong("is one of " + TYPES + ", not " + type.text());
        }
        return type.text();
    }

    private static Duration timeout(Settings.Source timeout) {
        Duration duration = timeout.duration();
        if (!duration.isPositive() || duration.compareTo(TIMEOUT_MAX) > 0) {
            throw timeout.wrong("is 1ms to 60s, not " + timeout.text());
        }
        return duration;
    }
}
