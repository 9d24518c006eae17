package io.freshet.server.http;

import io.freshet.EmbeddingSpace;
import io.freshet.spi.Embedder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Spoils the vectors of single texts, as real providers do, or leaves them out; its requests and
/// all its other answers are those of the embedder behind it. Safe for any thread.
final class UnrulyEmbedder implements Embedder {
    private final Embedder inner;
    private volatile Optional<Fault> fault = Optional.empty();

    UnrulyEmbedder(Embedder inner) {
        this.inner = inner;
    }

    /// @param marker in the texts that are answered wrongly
    /// @param spoil what becomes of their vectors; none leaves them out
    private record Fault(String marker, Optional<UnaryOperator<float[]>> spoil) {
        List<Item> items(List<String> texts, List<Item> items) {
            return items.stream()
                    .filter(item -> spoil.isPresent() || !isHit(texts, item))
                    .map(item -> isHit(texts, item) ? spoilt(item) : item)
                    .toList();
        }

        private boolean isHit(List<String> texts, Item item) {
            return texts.get(item.index()).contains(marker);
        }

        private Item spoilt(Item item) {
            return new Item(item.index(), spoil.orElseThrow().apply(item.values().clone()));
        }
    }

    void spoil(String marker, UnaryOperator<float[]> how) {
        fault = Optional.of(new Fault(marker, Optional.of(how)));
    }

    void leaveOut(String marker) {
        fault = Optional.of(new Fault(marker, Optional.empty()));
    }

    void behave() {
        fault = Optional.empty();
    }

    @Override
    public EmbeddingSpace space() {
        return inner.space();
    }

    @Override
    public Limits limits() {
        return inner.limits();
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        Answer answer = inner.embed(texts, purpose);
        return fault.map(it -> new Answer(it.items(texts, answer.items()), answer.tokens()))
                .orElse(answer);
    }

    /// It is the test's, which may start another engine.
    @Override
    public void close() {}
}
