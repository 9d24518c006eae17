package io.freshet.benchmarks.recall;

import io.freshet.Filter;
import io.freshet.SearchRequest.Scope;
import io.freshet.server.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A filter on metadata and the share of the documents that it keeps.
enum Share {
    ALL("all", 1),
    TENTH("tenth", 10),
    HUNDREDTH("hundredth", 100);

    private final String key;
    private final int parts;

    Share(String key, int parts) {
        this.key = key;
        this.parts = parts;
    }

    /// What a document has, so that each filter keeps its share.
    static ObjectNode metadata(int document) {
        ObjectNode metadata = Json.object();
        for (Share share : values()) {
            metadata.put(share.key, share.value(document));
        }
        return metadata;
    }

    private String value(int document) {
        return "part" + Math.floorMod(document, parts);
    }

    Scope scope() {
        return new Scope(new Filter.In(key, List.of(value(0))), "", List.of());
    }

    String key() {
        return key;
    }

    String value() {
        return value(0);
    }

    int percent() {
        return 100 / parts;
    }
}
