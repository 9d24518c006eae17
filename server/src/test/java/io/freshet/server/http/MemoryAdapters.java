package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.spi.Embedder;
import io.freshet.spi.Source;
import java.util.List;
import java.util.Optional;

/// Everything in memory, and the real ways to read a document.
final class MemoryAdapters extends io.freshet.sim.MemoryAdapters {
    private final List<Source> followed;

    MemoryAdapters() {
        this(List.of());
    }

    /// @param followed by every collection
    MemoryAdapters(List<Source> followed) {
        super(new TextExtractor(), new DocumentDecoder());
        this.followed = followed;
    }

    /// As the configuration calls it where nothing is configured.
    @Override
    public String embedderName(CollectionName collection) {
        return "local";
    }

    @Override
    public Optional<Embedder> embedderNamed(CollectionName collection, String name) {
        return super.embedderNamed(collection, name.equals("local") ? "counting" : name);
    }

    @Override
    public List<Source> sources(CollectionName collection) {
        return followed;
    }
}
