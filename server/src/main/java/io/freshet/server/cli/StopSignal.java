package io.freshet.server.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens when the system tells the process to stop.
///
/// Not a shutdown hook of the JVM where it can be helped: those all run at once, and that of the
/// model's runtime frees native memory under the calls that still use it, which crashes the process
/// instead of ending it. Signals have no public API; the JDK keeps this one for want of it, and it
/// is called by name because the compiler warns of it. Where it is missing the hook does it.
final class StopSignal {
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private StopSignal() {}

    /// Runs once, at the first signal, in a thread of its own.
    static void onStop(Runnable stop) {
        onStop(stop, () -> {});
    }

    /// @param again runs at every further signal
    static void onStop(Runnable stop, Runnable again) {
        AtomicBoolean told = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object starts =
                    Proxy.newProxyInstance(
                            StopSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    Runnable task = told.getAndSet(true) ? again : stop;
                                    Thread.ofPlatform().name("freshet-stop").start(task);
                                }
                                return null;
                            });
            for (String name : SIGNALS) {
                Object of = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, of, starts);
            }
        } catch (ReflectiveOperationException _) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop, "freshet-stop"));
        }
    }
}
