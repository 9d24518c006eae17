package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.MemoryVectors;
import io.freshet.spi.Adapters;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;

import java.util.List;

/// Everything in memory.
final class MemoryAdapters implements Adapters {
    @Override
    public List<CollectionName> existing() {
        return List.of();
    }

    @Override
    public Journal journal(CollectionName collection) {
        return new MemoryJournal(new MemoryJournal.Disk());
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        return new MemoryLedger(new MemoryLedgerState(newHistory));
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions) {
        return List.of(new MemoryStore("embedded", new MemoryStore.Disk()));
    }

    @Override
    public Vectors vectors() {
        return new MemoryVectors(new MemoryVectors.State());
    }

    @Override
    public Embedder embedder(CollectionName collection) {
        return new CountingEmbedder();
    }

    @Override
    public Extractor extractor() {
        return new TextExtractor();
    }

    @Override
    public Decoder decoder() {
        return new DocumentDecoder();
    }
}
