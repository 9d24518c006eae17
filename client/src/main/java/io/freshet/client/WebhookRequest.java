package io.freshet.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the feed is posted to, and what of it. Immutable; what is not said stays as it was.
public final class WebhookRequest {
    private final Fields fields;

    private WebhookRequest(Fields fields) {
        this.fields = fields;
    }

    public static WebhookRequest to(String url) {
        return new WebhookRequest(Fields.NONE.with("url", url));
    }

    /// Changes one that is there, and leaves its URL.
    public static WebhookRequest change() {
        return new WebhookRequest(Fields.NONE);
    }

    private WebhookRequest with(String name, Object value) {
        return new WebhookRequest(fields.with(name, value));
    }

    /// `whsec_` and 24 to 64 bytes in base64; one is made where none is said.
    public WebhookRequest secret(String secret) {
        return with("secret", secret);
    }

    /// Begins behind this position; a new webhook begins with the next change.
    public WebhookRequest since(String position) {
        return with("since", position);
    }

    /// Begins behind a version.
    public WebhookRequest sinceVersion(long version, @Nullable String history) {
        return new WebhookRequest(fields.with("since_version", version).known("history", history));
    }

    /// Only documents whose id starts so.
    public WebhookRequest prefix(String prefix) {
        return with("prefix", prefix);
    }

    /// Only documents whose metadata matches, as in a search.
    public WebhookRequest filter(Map<String, ?> filter) {
        return with("filter", filter);
    }

    /// Only these, of `insert`, `update`, `delete` and `refresh`.
    public WebhookRequest eventTypes(String... types) {
        return with("event_types", List.of(types));
    }

    /// What is posted with a change.
    public WebhookRequest include(Subscriber.Include... wanted) {
        return with(
                "include",
                Stream.of(wanted).map(one -> one.name().toLowerCase(Locale.ROOT)).toList());
    }

    /// Posts nothing, until it is resumed.
    public WebhookRequest paused() {
        return with("paused", true);
    }

    /// Makes a field what it is where nobody says anything, such as `filter`.
    public WebhookRequest reset(String field) {
        return new WebhookRequest(fields.empty(field));
    }

    Fields json() {
        return fields;
    }
}
