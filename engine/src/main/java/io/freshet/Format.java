package io.freshet;

/// The text formats that can be cut into chunks.
public enum Format {
    MARKDOWN("text/markdown"),
    PLAIN("text/plain"),
    RST("text/x-rst"),
    ASCIIDOC("text/asciidoc");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }
}
