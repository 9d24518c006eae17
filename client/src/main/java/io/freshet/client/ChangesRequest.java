package io.freshet.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A page of the feed, and what of it. Immutable.
///
/// `ChangesRequest.since(position).prefix("manual/").await(Duration.ofSeconds(30))`
public final class ChangesRequest {
    private final Fields query;
    private final Duration await;

    private ChangesRequest(Fields query, Duration await) {
        this.query = query;
        this.await = await;
    }

    /// Behind a position; from the oldest change that is retained where it is null.
    public static ChangesRequest since(@Nullable String position) {
        return new ChangesRequest(Fields.NONE.known("since", position), Duration.ZERO);
    }

    /// Behind all of a version. The history is the one that [Status] says with the number.
    public static ChangesRequest sinceVersion(long version, @Nullable String history) {
        Fields query = Fields.NONE.with("since_version", version).known("history", history);
        return new ChangesRequest(query, Duration.ZERO);
    }

    private ChangesRequest with(String name, Object value) {
        return new ChangesRequest(query.with(name, value), await);
    }

    /// 1 to 1,000.
    public ChangesRequest limit(int changes) {
        return with("limit", changes);
    }

    /// Waits, at most so long, for the first one.
    public ChangesRequest await(Duration time) {
        return new ChangesRequest(query, time);
    }

    /// Only documents whose id starts so.
    public ChangesRequest prefix(String prefix) {
        return with("prefix", prefix);
    }

    /// Only documents whose metadata matches, as in a search.
    public ChangesRequest filter(Map<String, ?> filter) {
        return with("filter", JsonText.text(filter));
    }

    /// Only these, of `insert`, `update`, `delete` and `refresh`.
    public ChangesRequest eventTypes(String... types) {
        return with("event_types", String.join(",", types));
    }

    /// What comes with a change ([IndexUpdate#content]).
    public ChangesRequest include(Subscriber.Include... wanted) {
        return with(
                "include",
                Stream.of(wanted)
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(",")));
    }

    Call call(String path) {
        return Call.get(path)
                .query(query)
                .query("timeout", await.isZero() ? null : Call.millis(await))
                .waiting(await);
    }
}
