package io.freshet.server.http;

import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;

/// Everything in memory, and the real ways to read a document.
final class MemoryAdapters extends io.freshet.sim.MemoryAdapters {
    MemoryAdapters() {
        super(new TextExtractor(), new DocumentDecoder());
    }
}
