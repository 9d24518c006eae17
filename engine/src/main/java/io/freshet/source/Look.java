package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import io.freshet.spi.Source.Skipped;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/// A listing and what was asked for.
///
/// @param entries of the listing, by document
/// @param number listings are counted from 1
/// @param isDistrusted the place is empty and is not the one that was listed before: something was
///   unmounted, more likely than emptied
record Look(
        Scope scope,
        Listing listing,
        Map<DocumentId, Entry> entries,
        long number,
        boolean isDistrusted) {
    Look {
        entries = Collections.unmodifiableMap(entries);
    }

    static Look of(Scope scope, Listing listing, long number) {
        Map<DocumentId, Entry> entries = HashMap.newHashMap(listing.entries().size());
        listing.entries().forEach(entry -> entries.put(entry.document(), entry));
        return new Look(scope, listing, entries, number, false);
    }

    Look distrusted() {
        return new Look(scope, listing, entries, number, true);
    }

    boolean shows(DocumentId document) {
        return entries.containsKey(document);
    }

    /// Whether nothing is known of it this time.
    boolean isUnread(DocumentId document) {
        for (Skipped unread : listing.unread()) {
            if (document.value().startsWith(unread.path())) {
                return true;
            }
        }
        return false;
    }

    /// Whether it was asked for, and is not there.
    boolean misses(DocumentId document) {
        return scope.holds(document) && !shows(document) && !isUnread(document);
    }
}
