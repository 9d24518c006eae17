package io.freshet.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
                url(of(section, "url")),
                of(section, "model").text(),
                key(of(section, "key")),
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

    private static URI url(Settings.Source url) {
        return uri(url.text())
                .filter(uri -> uri.getHost() != null && uri.getRawUserInfo() == null)
                .filter(uri -> List.of("http", "https").contains(uri.getScheme()))
                .orElseThrow(
                        () ->
                                url.wrong(
                                        "must be given: the endpoint's whole address, such as"
                                                + " https://api.example.com/v1/rerank, without a"
                                                + " user's name"));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Secret key(Settings.Source key) {
        if (!key.text().matches("[\\x21-\\x7e]*")) {
            throw key.wrong("holds a character that no key has, such as a space or a line's end");
        }
        return new Secret(key.text());
    }

    private static Duration timeout(Settings.Source timeout) {
        Duration duration = timeout.duration();
        if (!duration.isPositive() || duration.compareTo(TIMEOUT_MAX) > 0) {
            throw timeout.wrong("is 1ms to 60s, not " + timeout.text());
        }
        return duration;
    }
}
