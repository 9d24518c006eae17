package io.freshet.benchmarks.quality;

import io.freshet.EmbeddingSpace;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The product's model, which is asked once for each text: what it answered is kept in a file from
/// one run to the next. They are written some hundred at a time: a file that is synced for each
/// text would take longer than the model. Closing model and file is left to whoever opened them.
/// Safe for as many callers as the model.
final class KeptVectors implements Embedder {
    private static final int UNWRITTEN_MAX = 200;

    private final Embedder model;
    private final Vectors kept;
    private final AtomicLong asked = new AtomicLong();
    private final Map<String, Vector> unwritten = new ConcurrentHashMap<>();

    KeptVectors(Embedder model, Vectors kept) {
        this.model = model;
        this.kept = kept;
    }

    /// Texts that the model was asked for.
    long asked() {
        return asked.get();
    }

    Vector question(String text) {
        return new Vector(embed(List.of(text), Purpose.QUERY).items().getFirst().values());
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
    public Answer embed(List<String> texts, Purpose purpose) {
        String space = space().fingerprint();
        List<String> names = texts.stream().map(text -> Text.hash(purpose + text)).toList();
        Map<String, Vector> known = new LinkedHashMap<>(unwritten);
        known.keySet().retainAll(names);
        known.putAll(kept.find(space, names));
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!known.containsKey(names.get(i))) {
                missing.add(i);
            }
        }
        long tokens = 0;
        if (!missing.isEmpty()) {
            Answer answer = model.embed(missing.stream().map(texts::get).toList(), purpose);
            Map<String, Vector> fresh = new LinkedHashMap<>();
            for (Item item : answer.items()) {
                fresh.put(names.get(missing.get(item.index())), new Vector(item.values()));
            }
            unwritten.putAll(fresh);
            if (unwritten.size() >= UNWRITTEN_MAX) {
                write();
            }
            known.putAll(fresh);
            asked.addAndGet(missing.size());
            tokens = answer.tokens();
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Vector vector = known.get(names.get(i));
            if (vector != null) {
                items.add(new Item(i, vector.values()));
            }
        }
        return new Answer(items, tokens);
    }

    /// Keeps what it holds.
    synchronized void write() {
        Map<String, Vector> some = new LinkedHashMap<>(unwritten);
        if (!some.isEmpty()) {
            kept.put(space().fingerprint(), some);
            unwritten.keySet().removeAll(some.keySet());
        }
    }

    @Override
    public void close() {}
}
