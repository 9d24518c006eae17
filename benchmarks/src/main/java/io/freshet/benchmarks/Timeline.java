package io.freshet.benchmarks;

import io.freshet.CollectionName;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When each call of a port began and ended. Watches from outside, so that the engine carries no
/// clock for it. Safe for any thread.
final class Timeline {
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    /// @param name such as `journal.append`
    record Call(String name, long startNanos, long endNanos) {
        long nanos() {
            return endNanos - startNanos;
        }
    }

    void clear() {
        calls.clear();
    }

    /// From the first beginning of such a call to the last end; nothing where none was made.
    long span(String name) {
        OptionalLong start = named(name).mapToLong(Call::startNanos).min();
        OptionalLong end = named(name).mapToLong(Call::endNanos).max();
        return start.isEmpty() || end.isEmpty() ? 0 : end.getAsLong() - start.getAsLong();
    }

    /// From the first beginning of one call to the first beginning of another.
    long between(String from, String to) {
        OptionalLong start = named(from).mapToLong(Call::startNanos).min();
        OptionalLong end = named(to).mapToLong(Call::startNanos).min();
        return start.isEmpty() || end.isEmpty() ? 0 : end.getAsLong() - start.getAsLong();
    }

    private Stream<Call> named(String name) {
        return calls.stream().filter(call -> call.name().equals(name));
    }

    /// The same adapters, watched.
    Adapters watching(Adapters adapters) {
        return new Watched(adapters);
    }

    private <T> T watched(Class<T> port, T adapter) {
        String prefix = port.getSimpleName().toLowerCase(java.util.Locale.ROOT) + ".";
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) ->
                                call(prefix + method.getName(), adapter, method, arguments)));
    }

    private @Nullable Object call(
            String name, Object adapter, Method method, Object @Nullable [] arguments)
            throws Throwable {
        long start = System.nanoTime();
        try {
            return method.invoke(adapter, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            calls.add(new Call(name, start, System.nanoTime()));
        }
    }

    private final class Watched implements Adapters {
        private final Adapters adapters;

        private Watched(Adapters adapters) {
            this.adapters = adapters;
        }

        @Override
        public List<CollectionName> existing() {
            return adapters.existing();
        }

        @Override
        public Journal journal(CollectionName collection) {
            return watched(Journal.class, adapters.journal(collection));
        }

        @Override
        public Ledger ledger(CollectionName collection, String newHistory) {
            return watched(Ledger.class, adapters.ledger(collection, newHistory));
        }

        @Override
        public void remove(CollectionName collection, long version) {
            adapters.remove(collection, version);
        }

        @Override
        public List<Store> stores(CollectionName collection, int dimensions, int slot) {
            return adapters.stores(collection, dimensions, slot).stream()
                    .map(store -> watched(Store.class, store))
                    .toList();
        }

        @Override
        public Costs costs() {
            return adapters.costs();
        }

        @Override
        public void keepStores(CollectionName collection, SortedSet<Integer> slots) {
            adapters.keepStores(collection, slots);
        }

        @Override
        public Vectors vectors() {
            return watched(Vectors.class, adapters.vectors());
        }

        @Override
        public Embedder embedder(CollectionName collection) {
            return watched(Embedder.class, adapters.embedder(collection));
        }

        @Override
        public Extractor extractor() {
            return watched(Extractor.class, adapters.extractor());
        }

        @Override
        public Decoder decoder() {
            return watched(Decoder.class, adapters.decoder());
        }
    }
}
