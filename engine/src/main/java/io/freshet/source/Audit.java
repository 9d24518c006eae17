package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.SourceDrift;
import io.freshet.SourceItem;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Somebody wants to know how a source differs from what is known of it.
///
/// @param mends the listing is then taken like any other: what differs is read or deleted
record Audit(boolean mends, Ticket<SourceDrift> answer) {
    /// @return the listing, where it is to be taken like any other
    Optional<Look> answer(String source, Ticket<Look> listing, Known known) {
        try {
            Look look = listing.result();
            answer.complete(drift(source, look, known));
            return mends ? Optional.of(look) : Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause == null ? "it does not answer" : "" + cause.getMessage();
            answer.complete(SourceDrift.failed(source, why));
            return Optional.empty();
        }
    }

    private static SourceDrift drift(String source, Look look, Known known) {
        long added = 0;
        long changed = 0;
        long gone = 0;
        List<DocumentId> examples = new ArrayList<>();
        for (Entry entry : look.listing().entries()) {
            Optional<SourceItem> item = known.find(entry.document());
            boolean isSame = item.filter(is -> is.stamp().equals(entry.stamp())).isPresent();
            added += item.isEmpty() ? 1 : 0;
            changed += item.isPresent() && !isSame ? 1 : 0;
            if (!isSame) {
                examples.add(entry.document());
            }
        }
        for (SourceItem item : known.within(look.scope())) {
            if (look.misses(item.document())) {
                gone++;
                examples.add(item.document());
            }
        }
        return new SourceDrift(
                source, look.entries().size(), added, changed, gone, Optional.empty(), examples);
    }
}
