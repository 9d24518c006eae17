package io.freshet.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One subscriber's way along the feed of a collection, and what it does next: it decides, and does
/// no I/O. It goes on from the last change that was handled; before the first one that is a version
/// of a history, which the server says when it is subscribed to, so that a cut before any change
/// loses nothing. Confined to the subscription's thread, but for [#position].
final class Course {
    private final String collection;
    private final Fields choice;
    private final Backoff backoff;
    private volatile @Nullable String position;
    private @Nullable Long version;
    private @Nullable String history;
    private @Nullable FreshetApiException expired;
    private int refusals;

    Course(String collection, Subscriber.Request request, Backoff backoff) {
        Subscriber.Start start = request.start();
        this.collection = collection;
        this.choice = request.choice();
        this.position = start.position();
        this.version = start.version();
        this.history = start.history();
        this.backoff = backoff;
    }

    @Nullable String position() {
        return position;
    }

    /// What is sent when a connection is open.
    String request() {
        Fields request =
                Fields.NONE.with("action", "subscribe").with("collection", collection).plus(choice);
        String since = position;
        if (expired != null) {
            return JsonText.text(request.values());
        }
        request =
                since != null
                        ? request.with("since", since)
                        : request.known("since_version", version).known("history", history);
        return JsonText.text(request.values());
    }

    /// The server has taken it: where there was no place yet, this is one.
    ///
    /// @return the gap to tell of, after a place that was refused; once told it is [#place]d
    Optional<Gap> subscribed(JsonNode frame) {
        long current = frame.path("index_version").asLong(0);
        JsonNode said = frame.path("history");
        String its = said.isString() ? said.stringValue() : null;
        FreshetApiException refused = expired;
        if (refused == null) {
            if (position == null && version == null) {
                version = current;
                history = its;
            }
            refusals = 0;
            return Optional.empty();
        }
        Long oldest =
                refused.problem().get("oldest_version") instanceof Number number
                        ? (Long) number.longValue()
                        : null;
        return Optional.of(new Gap(collection, oldest, current, its, refused.detail()));
    }

    /// Begins anew behind a gap.
    void place(Gap gap) {
        position = null;
        version = gap.indexVersion();
        history = gap.history();
        expired = null;
        refusals = 0;
    }

    boolean isNew(Change change) {
        return !change.position().equals(position);
    }

    void handled(Change change) {
        position = change.position();
    }

    /// How long to wait for the next try.
    ///
    /// @param lasted the connection that ended
    /// @throws FreshetException the failure, where trying again is no use
    Duration pause(FreshetException failure, Duration lasted) {
        if (failure instanceof FreshetApiException answer) {
            if (answer.isResumeExpired()) {
                return refused(answer, lasted);
            }
            if (!answer.isPassing()) {
                throw answer;
            }
        }
        return backoff.pause(lasted, failure.retryAfter());
    }

    /// The first refusal is answered at once, from a new place; where that is refused, too, there
    /// is time.
    private Duration refused(FreshetApiException answer, Duration lasted) {
        expired = answer;
        refusals++;
        return refusals == 1 ? Duration.ZERO : backoff.pause(lasted, answer.retryAfter());
    }
}
