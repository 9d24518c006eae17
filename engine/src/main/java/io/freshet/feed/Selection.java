package io.freshet.feed;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.EventType;
import io.freshet.Filter;
import io.freshet.Metadata;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Which changes a subscriber wants to hear of. A filter on metadata makes a smaller collection of
/// the collection: a document that comes to match enters it, one that ceases to match leaves it,
/// and both are said, so that who keeps what matches is never left with what no longer does.
///
/// @param prefix that the documents' ids start with
/// @param types as the subscriber sees them: what enters is an insert, what leaves a delete
/// @param filter on what searches see; for a delete on the document's last metadata
public record Selection(String prefix, Set<EventType> types, Filter filter) {
    /// Everything.
    public static final Selection ALL =
            new Selection("", EnumSet.allOf(EventType.class), Filter.all());

    public Selection {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("name at least one event type");
        }
        types = Collections.unmodifiableSet(EnumSet.copyOf(types));
    }

    /// What a change is to a subscriber.
    public enum Sight {
        NONE,
        CHANGED,
        ENTERED,
        LEFT;

        /// To one who has two selections: what enters one and leaves the other stays.
        public Sight or(Sight other) {
            if (this == NONE || this == other) {
                return other;
            }
            return other == NONE ? this : CHANGED;
        }

        /// The type under which the subscriber sees a change.
        public EventType type(EventType type) {
            return switch (this) {
                case ENTERED -> EventType.INSERT;
                case LEFT -> EventType.DELETE;
                case NONE, CHANGED -> type;
            };
        }
    }

    /// Whether [#sight] depends on what the document was before.
    public boolean asksBefore(DocumentChanged change) {
        return !filter.equals(Filter.all())
                && change.document().value().startsWith(prefix)
                && (change.type() == EventType.UPDATE || change.type() == EventType.REFRESH);
    }

    /// @param before looked at only where [#asksBefore]
    public Sight sight(DocumentChanged change, Details.Before before) {
        if (!change.document().value().startsWith(prefix)) {
            return Sight.NONE;
        }
        Sight sight = byMetadata(change, before);
        return types.contains(sight.type(change.type())) ? sight : Sight.NONE;
    }

    private Sight byMetadata(DocumentChanged change, Details.Before before) {
        if (filter.equals(Filter.all())) {
            return Sight.CHANGED;
        }
        boolean matches = filter.matches(change.metadata());
        return switch (change.type()) {
            case INSERT -> matches ? Sight.CHANGED : Sight.NONE;
            case DELETE -> matches || isForgotten(change) ? Sight.CHANGED : Sight.NONE;
            case UPDATE, REFRESH -> updated(matches, before);
        };
    }

    /// What is purged has no metadata any more, and must leave every copy.
    private static boolean isForgotten(DocumentChanged deleted) {
        return deleted.metadata().equals(Metadata.NONE);
    }

    /// Where nobody knows any more what the document was, it may have matched.
    private Sight updated(boolean matches, Details.Before before) {
        boolean matched = !before.isKnown() || filter.matches(before.metadata());
        if (matches) {
            return matched ? Sight.CHANGED : Sight.ENTERED;
        }
        return matched ? Sight.LEFT : Sight.NONE;
    }
}
