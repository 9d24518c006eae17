package io.freshet.server.http;

import io.freshet.DocumentLimits;

/// How much a client may send at once.
///
/// @param body bytes of a request
/// @param documents what of it may be one document
public record BodySizes(int body, DocumentLimits documents) {
    public static final BodySizes DEFAULT = new BodySizes(16 * 1024 * 1024, DocumentLimits.DEFAULT);

    public BodySizes {
        if (body < 1) {
            throw new IllegalArgumentException("limits.sizes are 1B or more");
        }
    }
}
