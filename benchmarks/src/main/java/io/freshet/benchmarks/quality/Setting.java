package io.freshet.benchmarks.quality;

import java.util.Locale;

/// Settings of a collection in the place of the defaults.
///
/// @param body of the section as in `freshet.yaml`, such as `chunking: {prefix: title}`
record Setting(String body) {
    static final Setting DEFAULT = new Setting("");

    static Setting chunking(int targetTokens, String prefix) {
        return new Setting(
                String.format(
                        Locale.ROOT,
                        "chunking: {target_tokens: %d, prefix: %s}",
                        targetTokens,
                        prefix));
    }

    String yaml() {
        return "collection_defaults: {" + body + "}\n";
    }

    String title() {
        return body.isEmpty() ? "default" : body;
    }
}
