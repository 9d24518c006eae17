package io.freshet.library;

import io.freshet.EmbeddingSpace;
import io.freshet.Price;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.util.List;
import java.util.Optional;

/// A program's own embedder, which stays its own: the engine closes what it uses, and this is left
/// open. Safe for any thread where the embedder is.
///
/// @param price that is known of its model
record OwnEmbedder(Embedder embedder, Optional<Price> price) implements Embedder {
    @Override
    public EmbeddingSpace space() {
        return embedder.space();
    }

    @Override
    public Limits limits() {
        return embedder.limits();
    }

    @Override
    public List<Embedder> endpoints() {
        return embedder.endpoints().stream()
                .map(each -> each.equals(embedder) ? this : (Embedder) new OwnEmbedder(each, price))
                .toList();
    }

    @Override
    public String endpoint() {
        return embedder.endpoint();
    }

    @Override
    public boolean mayChange() {
        return embedder.mayChange();
    }

    @Override
    public long pooledTexts() {
        return embedder.pooledTexts();
    }

    @Override
    public Account account() {
        return embedder.account();
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return embedder.lane(purpose);
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        return embedder.embed(texts, purpose);
    }

    @Override
    public Report report(List<String> texts) {
        return embedder.report(texts);
    }

    @Override
    public void close() {}
}
