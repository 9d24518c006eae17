package io.freshet.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events that are sent together, all or nothing. Immutable.
///
/// `EventsRequest.of(pages).replace("manual/").await(Duration.ofSeconds(30))`
public final class EventsRequest {
    private final List<Event> events;
    private final Fields fields;
    private final @Nullable Duration await;

    private EventsRequest(List<Event> events, Fields fields, @Nullable Duration await) {
        this.events = List.copyOf(events);
        this.fields = fields;
        this.await = await;
    }

    public static EventsRequest of(List<Event> events) {
        return new EventsRequest(events, Fields.NONE, null);
    }

    public static EventsRequest of(Event... events) {
        return of(List.of(events));
    }

    private EventsRequest with(String name, Object value) {
        return new EventsRequest(events, fields.with(name, value), await);
    }

    /// All become visible in one index version, or none does.
    public EventsRequest atomic() {
        return with("atomic", true);
    }

    /// What lies under the prefix and is not sent is deleted, in the same version.
    public EventsRequest replace(String prefix) {
        return with("replace", Fields.NONE.with("prefix", prefix).values());
    }

    /// The same, and nothing happens where more than so many would be deleted (409
    /// `expect_exceeded`).
    public EventsRequest replace(String prefix, int expect) {
        return with("replace", Fields.NONE.with("prefix", prefix).with("expect", expect).values());
    }

    /// Waits until all are searchable, at most so long: [Accepted#visible] says whether they are.
    public EventsRequest await(Duration time) {
        return new EventsRequest(events, fields, time);
    }

    /// May it be sent twice?
    boolean isSafe() {
        boolean replaces = fields.value("replace").isPresent();
        return !replaces && !events.isEmpty() && events.stream().allMatch(Event::hasId);
    }

    @Nullable Duration await() {
        return await;
    }

    Fields json() {
        return Fields.NONE.with("events", events.stream().map(Event::json).toList()).plus(fields);
    }
}
