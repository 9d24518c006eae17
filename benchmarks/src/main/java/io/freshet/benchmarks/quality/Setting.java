package io.freshet.benchmarks.quality;

import java.util.Locale;

/// Settings of a collection by the names of `freshet.yaml`: those that are given, and the defaults.
///
/// @param chunking the section's body, such as `target_tokens: 192, prefix: title`
/// @param search likewise
record Setting(String chunking, String search) {
    static final Setting DEFAULT = new Setting("", "");

    static Setting chunking(int targetTokens, String prefix) {
        return new Setting(
                String.format(Locale.ROOT, "target_tokens: %d, prefix: %s", targetTokens, prefix),
                "");
    }

    Setting search(String body) {
        return new Setting(chunking, body);
    }

    String yaml() {
        return "collection_defaults: {chunking: {%s}, search: {%s}}%n".formatted(chunking, search);
    }
}
