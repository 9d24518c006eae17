package io.freshet.adapter.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How far two ways to cut the same texts agree.
///
/// @param texts how many were compared
/// @param sameTexts the share of texts that are cut alike
/// @param boundaries all that one of the two has
/// @param sameBoundaries the share of those that both have
record Agreement(int texts, double sameTexts, int boundaries, double sameBoundaries) {
    static Agreement of(List<List<Integer>> ours, List<List<Integer>> theirs) {
        int sameTexts = 0;
        int sameBoundaries = 0;
        int boundaries = 0;
        for (int i = 0; i < ours.size(); i++) {
            Set<Integer> both = new HashSet<>(ours.get(i));
            both.retainAll(theirs.get(i));
            sameTexts += ours.get(i).equals(theirs.get(i)) ? 1 : 0;
            sameBoundaries += both.size();
            boundaries += ours.get(i).size() + theirs.get(i).size() - both.size();
        }
        return new Agreement(
                ours.size(),
                (double) sameTexts / ours.size(),
                boundaries,
                (double) sameBoundaries / boundaries);
    }
}
