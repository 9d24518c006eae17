package io.freshet.sim;

import io.freshet.sim.SimAction.Moment;
import java.util.ArrayList;
import java.util.List;

/// Finds a short list of moments that still breaks the same promise, by leaving out ever smaller
/// parts (after Zeller and Hildebrandt's delta debugging). Confined to one thread.
final class SimShrink {
    private static final int TRIES_MAX = 400;
    private static final int PREFIX = 24;

    private final SimScript script;
    private final SimTamper tamper;
    private final String promise;
    private int tries;
    private Throwable last;

    SimShrink(SimScript script, SimTamper tamper, Throwable failure) {
        this.script = script;
        this.tamper = tamper;
        this.promise = promise(failure);
        this.last = failure;
    }

    /// The beginning of what it says, which names the promise.
    private static String promise(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.substring(0, Math.min(PREFIX, message.length()));
    }

    List<Moment> least() {
        List<Moment> least = script.moments();
        for (int part = (least.size() + 1) / 2; part >= 1; part /= 2) {
            boolean isShorter = true;
            while (isShorter && tries < TRIES_MAX) {
                List<Moment> shorter = without(least, part);
                isShorter = part == 1 && shorter.size() < least.size();
                least = shorter;
            }
        }
        return least;
    }

    /// What goes wrong with the least.
    Throwable failure() {
        return last;
    }

    /// Every part that can be left out is.
    private List<Moment> without(List<Moment> moments, int part) {
        List<Moment> left = moments;
        for (int from = left.size() - part; from > -part && tries < TRIES_MAX; from -= part) {
            List<Moment> rest = new ArrayList<>(left.subList(0, Math.max(0, from)));
            rest.addAll(left.subList(Math.min(left.size(), from + part), left.size()));
            left = fails(rest) ? rest : left;
        }
        return left;
    }

    private boolean fails(List<Moment> moments) {
        tries++;
        try {
            new SimLife(script.with(moments), tamper).live();
            return false;
        } catch (RuntimeException | SimPromise.Broken e) {
            boolean isSame = promise(e).equals(promise);
            last = isSame ? e : last;
            return isSame;
        }
    }
}
