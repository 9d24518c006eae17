package io.freshet.benchmarks.costs;

import io.freshet.EmbeddingSpace;
import io.freshet.Price;
import io.freshet.benchmarks.running.NoModel;
import io.freshet.spi.Embedder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A model that costs something and counts what it is asked as a provider does: a token a word, and
/// two for each text. Every twentieth answer lacks a vector, and is to be paid for as any other.
/// Safe for any thread.
final class CountingModel implements Embedder {
    static final Price PRICE = new Price(new BigDecimal("0.13"), "", "");
    private static final int WRONG_EVERY = 20;
    private final NoModel model = new NoModel();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong texts = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();

    long requests() {
        return requests.get();
    }

    long texts() {
        return texts.get();
    }

    long tokens() {
        return tokens.get();
    }

    @Override
    public EmbeddingSpace space() {
        return model.space();
    }

    @Override
    public Limits limits() {
        return model.limits();
    }

    @Override
    public Optional<Price> price() {
        return Optional.of(PRICE);
    }

    @Override
    public Answer embed(List<String> asked, Purpose purpose) {
        long counted = asked.stream().mapToLong(text -> text.split("\\s+").length + 2L).sum();
        texts.addAndGet(asked.size());
        tokens.addAndGet(counted);
        List<Item> items = model.embed(asked, purpose).items();
        boolean isWrong = requests.incrementAndGet() % WRONG_EVERY == 0 && asked.size() > 1;
        return new Answer(isWrong ? items.subList(1, items.size()) : items, counted);
    }

    @Override
    public void close() {}
}
