package io.freshet.spi;

import io.freshet.CostEntry;
import io.freshet.SparedEntry;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What embedding took, of all collections, summed up by day and kind. Each method is one
/// transaction, durable when it returns. Blocking; safe for any thread.
///
/// A request that is paid for is noted before it is sent: it may have been paid for though its
/// answer never came to be counted. What was noted and not counted when the process ended counts,
/// from the next opening on, as it was noted.
///
/// Failures: `Unavailable` (nothing of that call happened), `Corrupt`.
public interface Costs extends AutoCloseable {
    /// Notes a request that is about to be sent.
    ///
    /// @param expected what it will take, estimated
    /// @return its number, for [#counted]
    long asking(CostEntry expected);

    /// What became of a request that was noted: its note goes, and this is added.
    void counted(long asked, CostEntry took);

    /// Adds up.
    void add(Collection<CostEntry> costs, Collection<SparedEntry> spared);

    /// From the first day to the last, both included, by day and kind. What is noted and not
    /// counted yet is in it, as it was noted.
    List<CostEntry> costs(LocalDate first, LocalDate last);

    /// The same of what was spared.
    List<SparedEntry> spared(LocalDate first, LocalDate last);

    /// Why nothing can be written now; nothing where all is well. Any thread may ask.
    default Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void close();
}
