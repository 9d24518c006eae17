package io.freshet.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where someone who follows a collection begins, and what is called. Immutable.
///
/// `Subscriber.onUpdate(cache::apply).onVersion(v -> save(v.position())).since(saved)`
///
/// All of it is called by one thread, one call after the other. A change counts as handled when its
/// call returned. What a call throws ends the subscription, since the change was not handled; it is
/// told to `onError`, and a later subscription may go on behind the last handled one.
public final class Subscriber {
    private final Start start;
    private final Calls calls;

    private Subscriber(Start start, Calls calls) {
        this.start = start;
        this.calls = calls;
    }

    /// @param position all null: from now on
    record Start(@Nullable String position, @Nullable Long version, @Nullable String history) {
        static final Start NOW = new Start(null, null, null);

        boolean isNow() {
            return position == null && version == null;
        }
    }

    record Calls(
            Consumer<IndexUpdate> update,
            Consumer<BatchComplete> version,
            @Nullable Consumer<Gap> gap,
            Consumer<RuntimeException> error) {}

    /// Takes each document's change.
    public static Subscriber onUpdate(Consumer<? super IndexUpdate> update) {
        return new Subscriber(Start.NOW, new Calls(update::accept, v -> {}, null, e -> {}));
    }

    /// Takes the end of each version, behind its updates: the moment to store the position,
    /// together with what was made of them.
    public Subscriber onVersion(Consumer<? super BatchComplete> version) {
        return new Subscriber(
                start, new Calls(calls.update, version::accept, calls.gap, calls.error));
    }

    /// Is told that changes are missing. Without it `onError` is, with the code `resume_expired`.
    public Subscriber onGap(Consumer<? super Gap> gap) {
        return new Subscriber(
                start, new Calls(calls.update, calls.version, gap::accept, calls.error));
    }

    /// Is told what coming again cannot mend: the subscription is over then, but after a gap. Cuts
    /// and restarts of the server are mended and only logged.
    public Subscriber onError(Consumer<? super RuntimeException> error) {
        return new Subscriber(
                start, new Calls(calls.update, calls.version, calls.gap, error::accept));
    }

    /// Goes on behind a change that was handled earlier; null begins with what changes from now on.
    public Subscriber since(@Nullable String position) {
        return new Subscriber(new Start(position, null, null), calls);
    }

    /// Goes on behind all of a version. The history is the one that [Status] says with the number.
    public Subscriber sinceVersion(long version, @Nullable String history) {
        return new Subscriber(new Start(null, version, history), calls);
    }

    Start start() {
        return start;
    }

    Calls calls() {
        return calls;
    }
}
