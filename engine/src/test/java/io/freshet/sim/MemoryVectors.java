package io.freshet.sim;

import io.freshet.Vector;
import io.freshet.spi.Vectors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Vectors in memory. The state outlives the instance, as a disk does. Safe for any thread.
public final class MemoryVectors implements Vectors {
    private final State state;

    /// What is on the disk.
    public static final class State {
        private final Map<String, Map<String, Vector>> spaces = new TreeMap<>();
        private final Set<String> kept = new TreeSet<>();
        private boolean sweepDue;
        private boolean isSweeping;

        synchronized boolean isSweepDue() {
            return sweepDue;
        }

        synchronized Set<String> spaces() {
            return new TreeSet<>(spaces.keySet());
        }

        /// The texts of which any space knows a vector.
        synchronized Set<String> hashes() {
            Set<String> hashes = new TreeSet<>();
            spaces.values().forEach(known -> hashes.addAll(known.keySet()));
            return hashes;
        }

        private void note(Collection<String> hashes) {
            if (isSweeping) {
                kept.addAll(hashes);
            }
        }

        /// A vector is lost.
        public synchronized void lose(String hash) {
            spaces.values().forEach(known -> known.remove(hash));
        }

        /// Another vector lies where one was.
        public synchronized void damage(String hash, Vector other) {
            spaces.values().forEach(known -> known.replace(hash, other));
        }
    }

    public MemoryVectors(State state) {
        this.state = state;
    }

    @Override
    public Map<String, Vector> find(String space, Collection<String> hashes) {
        synchronized (state) {
            Map<String, Vector> known = state.spaces.getOrDefault(space, Map.of());
            Map<String, Vector> found = new LinkedHashMap<>();
            for (String hash : hashes) {
                Vector vector = known.get(hash);
                if (vector != null) {
                    found.put(hash, vector);
                }
            }
            state.note(found.keySet());
            return found;
        }
    }

    @Override
    public void put(String space, Map<String, Vector> vectors) {
        synchronized (state) {
            state.note(vectors.keySet());
            Map<String, Vector> known = state.spaces.computeIfAbsent(space, _ -> new TreeMap<>());
            vectors.forEach(
                    (hash, vector) ->
                            known.merge(
                                    hash,
                                    vector,
                                    (old, now) ->
                                            old.dimensions() == now.dimensions() ? old : now));
        }
    }

    @Override
    public void sweepLater() {
        synchronized (state) {
            state.sweepDue = true;
        }
    }

    @Override
    public boolean isSweepDue() {
        synchronized (state) {
            return state.sweepDue;
        }
    }

    @Override
    public void sweep(Retained retained) throws InterruptedException {
        synchronized (state) {
            state.sweepDue = true;
            state.isSweeping = true;
            state.kept.clear();
        }
        Set<String> marked = new TreeSet<>();
        retained.tell(marked::addAll);
        synchronized (state) {
            marked.addAll(state.kept);
            state.spaces.values().forEach(known -> known.keySet().retainAll(marked));
            state.isSweeping = false;
            state.sweepDue = false;
        }
    }

    @Override
    public long count(String space) {
        synchronized (state) {
            return state.spaces.getOrDefault(space, Map.of()).size();
        }
    }

    @Override
    public void close() {}
}
