package io.freshet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The text formats that can be cut into chunks.
public enum Format {
    MARKDOWN("text/markdown"),
    PLAIN("text/plain");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// The format that a media type names; its parameters are passed over.
    public static Optional<Format> of(String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(f -> f.mediaType.equals(bare)).findFirst();
    }
}
