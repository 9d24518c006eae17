package io.freshet.library;

import io.freshet.EmbeddingSpace;
import io.freshet.Price;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.util.List;
import java.util.Optional;

/// One model behind several endpoints, the best first: the engine asks them, one by one. Safe for
/// any thread.
///
/// @param endpoints at least one, all of one space
record OneModel(List<Embedder> endpoints) implements Embedder {
    OneModel {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public EmbeddingSpace space() {
        return endpoints.getFirst().space();
    }

    @Override
    public Limits limits() {
        return endpoints.getFirst().limits();
    }

    @Override
    public Account account() {
        return endpoints.getFirst().account();
    }

    @Override
    public String endpoint() {
        return endpoints.getFirst().endpoint();
    }

    @Override
    public Optional<Price> price() {
        return endpoints.getFirst().price();
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return endpoints.getFirst().lane(purpose);
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        return endpoints.getFirst().embed(texts, purpose);
    }

    @Override
    public void close() {
        endpoints.forEach(Embedder::close);
    }
}
