package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Ports that fail now and then: a write fails before it does anything, or, where the port's
/// contract allows that, after it has done all. Everything else is the real fake's.
final class FlakyPorts {
    private static final int ONE_IN = 3;
    private static final Set<String> WRITES =
            new TreeSet<>(
                    List.of(
                            "append",
                            "settle",
                            "postpone",
                            "park",
                            "commit",
                            "put",
                            "write",
                            "publish",
                            "release"));

    private final RandomGenerator chance;
    private boolean failing;

    FlakyPorts(RandomGenerator chance) {
        this.chance = chance;
    }

    void fail(boolean now) {
        failing = now;
    }

    Journal journal(Journal real) {
        return flaky(Journal.class, real, false);
    }

    Ledger ledger(Ledger real) {
        return flaky(Ledger.class, real, false);
    }

    Vectors vectors(Vectors real) {
        return flaky(Vectors.class, real, true);
    }

    Store store(Store real) {
        return flaky(Store.class, real, true);
    }

    private <T> T flaky(Class<T> port, T real, boolean mayHaveHappened) {
        Object proxy =
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> call(real, method, arguments, mayHaveHappened));
        return port.cast(proxy);
    }

    private Object call(Object real, Method method, Object[] arguments, boolean mayHaveHappened)
            throws Throwable {
        boolean fails = failing && WRITES.contains(method.getName()) && chance.nextInt(ONE_IN) == 0;
        if (fails && !(mayHaveHappened && chance.nextBoolean())) {
            throw new Unavailable("disk full, or so", Duration.ofMillis(10));
        }
        try {
            Object result = method.invoke(real, arguments);
            if (fails) {
                throw new Unavailable("it happened, and nobody heard", Duration.ofMillis(10));
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
