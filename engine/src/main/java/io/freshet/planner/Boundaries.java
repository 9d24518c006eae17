package io.freshet.planner;

import io.freshet.Chunking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Decides which boundaries between atoms are kept. Every atom starts as its own chunk; boundaries
/// are visited from the weakest to the strongest, and the two chunks at one are joined where they
/// fit. So a decision looks at its two chunks only, which weaker boundaries made, and an edit's
/// influence travels along kept boundaries of strictly falling strength: a few chunks, not the rest
/// of the document as with greedy packing.
///
/// Confined to its caller.
final class Boundaries {
    private final List<Atom> atoms;
    private final Chunking chunking;

    /// Of the chunk that starts at an atom: its tokens, its last atom, whether one of its own
    /// boundaries was kept or its neighbour refused it.
    private final int[] size;

    private final int[] last;
    private final boolean[] torn;

    /// Of the chunk that ends at an atom: its first.
    private final int[] first;

    private Boundaries(List<Atom> atoms, Chunking chunking) {
        this.atoms = atoms;
        this.chunking = chunking;
        this.size = atoms.stream().mapToInt(Atom::tokens).toArray();
        this.first = new int[atoms.size()];
        Arrays.setAll(first, i -> i);
        this.last = first.clone();
        this.torn = new boolean[atoms.size()];
    }

    /// The numbers of the atoms with which a chunk begins, in order.
    static List<Integer> kept(List<Atom> atoms, Chunking chunking) {
        if (atoms.isEmpty()) {
            return List.of();
        }
        return new Boundaries(atoms, chunking).visit();
    }

    private List<Integer> visit() {
        Integer[] order = new Integer[atoms.size() - 1];
        Arrays.setAll(order, i -> i + 1);
        Arrays.sort(order, Comparator.comparing(atoms::get, Atom.STRENGTH));
        List<Integer> kept = new ArrayList<>(List.of(0));
        for (int boundary : order) {
            if (joins(boundary)) {
                join(boundary);
            } else {
                kept.add(boundary);
                torn[first[boundary - 1]] = true;
                torn[boundary] = true;
            }
        }
        kept.sort(Comparator.naturalOrder());
        return kept;
    }

    private boolean joins(int boundary) {
        int left = first[boundary - 1];
        int together = size[left] + size[boundary];
        boolean tiny = Math.min(size[left], size[boundary]) < chunking.tokensMin();
        if (tiny && together <= chunking.tokensMax()) {
            return true;
        }
        boolean whole = !torn[left] && !torn[boundary];
        return together <= chunking.targetTokens()
                && (atoms.get(boundary).level() < Atom.HEADING || whole);
    }

    private void join(int boundary) {
        int left = first[boundary - 1];
        size[left] += size[boundary];
        last[left] = last[boundary];
        first[last[boundary]] = left;
        torn[left] |= torn[boundary];
    }
}
