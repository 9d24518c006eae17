package io.freshet.server.http;

import io.freshet.Format;
import java.util.Locale;
import java.util.Optional;

/// A body's media type: lower-case, without its parameters but for the charset.
record MediaType(String name, Optional<String> charset) {
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String NDJSON_TOO = "application/ndjson";
    static final String MERGE_PATCH = "application/merge-patch+json";

    static final MediaType MARKDOWN = new MediaType(Format.MARKDOWN.mediaType(), Optional.empty());

    static MediaType parse(String header) {
        String[] parts = header.split(";");
        Optional<String> charset = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=")) {
                charset = Optional.of(parameter.substring("charset=".length()).replace("\"", ""));
            }
        }
        return new MediaType(
                parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    boolean isNdjson() {
        return name.equals(NDJSON) || name.equals(NDJSON_TOO);
    }

    boolean isUtf8() {
        return charset.isEmpty()
                || charset.get().equals("utf-8")
                || charset.get().equals("utf8")
                || charset.get().equals("us-ascii");
    }
}
