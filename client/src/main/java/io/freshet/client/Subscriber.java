package io.freshet.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where someone who follows a collection begins, and what is called. Immutable.
///
/// `Subscriber.onUpdate(cache::apply).onVersion(v -> save(v.position())).since(saved)`
///
/// All of it is called by one thread, one call after the other. A change counts as handled when its
/// call returned. What a call throws ends the subscription, since the change was not handled; it is
/// told to `onError`, and a later subscription may go on behind the last handled one.
public final class Subscriber {
    private final Request request;
    private final Calls calls;

    private Subscriber(Request request, Calls calls) {
        this.request = request;
        this.calls = calls;
    }

    /// What is sent with a change.
    public enum Include {
        CHUNKS,
        TEXT,
        VECTOR
    }

    /// @param position all null: from now on
    record Start(@Nullable String position, @Nullable Long version, @Nullable String history) {
        static final Start NOW = new Start(null, null, null);

        boolean isNow() {
            return position == null && version == null;
        }
    }

    /// @param choice what of the feed is wanted
    record Request(Start start, Fields choice) {
        Request with(String name, Object value) {
            return new Request(start, choice.with(name, value));
        }
    }

    record Calls(
            Consumer<IndexUpdate> update,
            Consumer<BatchComplete> version,
            @Nullable Consumer<Gap> gap,
            Consumer<RuntimeException> error) {}

    /// Takes each document's change.
    public static Subscriber onUpdate(Consumer<? super IndexUpdate> update) {
        return new Subscriber(
                new Request(Start.NOW, Fields.NONE),
                new Calls(update::accept, v -> {}, null, e -> {}));
    }

    /// Takes the end of each version, behind its updates: the moment to store the position,
    /// together with what was made of them.
    public Subscriber onVersion(Consumer<? super BatchComplete> version) {
        return new Subscriber(
                request, new Calls(calls.update, version::accept, calls.gap, calls.error));
    }

    /// Is told that changes are missing. Without it `onError` is, with the code `resume_expired`.
    public Subscriber onGap(Consumer<? super Gap> gap) {
        return new Subscriber(
                request, new Calls(calls.update, calls.version, gap::accept, calls.error));
    }

    /// Is told what coming again cannot mend: the subscription is over then, but after a gap. Cuts
    /// and restarts of the server are mended and only logged.
    public Subscriber onError(Consumer<? super RuntimeException> error) {
        return new Subscriber(
                request, new Calls(calls.update, calls.version, calls.gap, error::accept));
    }

    /// Goes on behind a change that was handled earlier; null begins with what changes from now on.
    public Subscriber since(@Nullable String position) {
        return starting(new Start(position, null, null));
    }

    /// Goes on behind all of a version. The history is the one that [Status] says with the number.
    public Subscriber sinceVersion(long version, @Nullable String history) {
        return starting(new Start(null, version, history));
    }

    private Subscriber starting(Start start) {
        return new Subscriber(new Request(start, request.choice), calls);
    }

    private Subscriber wanting(String name, Object value) {
        return new Subscriber(request.with(name, value), calls);
    }

    /// Only documents whose id starts so.
    public Subscriber prefix(String prefix) {
        return wanting("prefix", prefix);
    }

    /// Only documents whose metadata matches, as in a search. One that comes to match is an insert,
    /// one that ceases to is a delete.
    public Subscriber filter(Map<String, ?> filter) {
        return wanting("filter", filter);
    }

    /// Only these, of `insert`, `update`, `delete` and `refresh`.
    public Subscriber eventTypes(String... types) {
        return wanting("event_types", List.of(types));
    }

    /// Has the changed chunks sent with an update ([IndexUpdate#content]), so that a cache or a
    /// store can be fed from the feed alone.
    public Subscriber include(Include... wanted) {
        return wanting(
                "include",
                Stream.of(wanted).map(one -> one.name().toLowerCase(Locale.ROOT)).toList());
    }

    Request request() {
        return request;
    }

    Calls calls() {
        return calls;
    }
}
