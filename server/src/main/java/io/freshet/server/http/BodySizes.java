package io.freshet.server.http;

/// How much a client may send at once, in bytes.
///
/// @param body of a request
/// @param document its text, in UTF-8
/// @param metadata of a document, as JSON
public record BodySizes(int body, int document, int metadata) {
    public static final BodySizes DEFAULT =
            new BodySizes(16 * 1024 * 1024, 10 * 1024 * 1024, 64 * 1024);

    public BodySizes {
        if (body < 1 || document < 1 || metadata < 1) {
            throw new IllegalArgumentException("limits.sizes are 1B or more");
        }
    }
}
