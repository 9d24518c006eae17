package io.freshet.spi;

import io.freshet.Check;
import io.freshet.Content;
import io.freshet.DocumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A place where documents live, such as a folder. It can list what exists and fetch one document;
/// what it notices by itself is only a hint where to look: the truth is always a listing.
///
/// [#list] and [#fetch] block and are called one at a time; [#watch] once.
public interface Source extends AutoCloseable {
    /// Names it within its collection, the same after every start: what is known of it is stored
    /// under this name.
    String name();

    /// As an operator reads it, such as a path.
    String location();

    /// Of which type it is, such as `folder`.
    String type();

    Pace pace();

    /// When it is looked at.
    ///
    /// @param still a document is read when its stamp has been the same for so long
    /// @param stillMax but at most so long after it was first seen changing
    /// @param rescan it is listed whole so often, whatever was noticed
    record Pace(Duration still, Duration stillMax, Duration rescan) {
        public Pace {
            Check.that(!still.isNegative(), () -> "still is not negative");
            Check.that(stillMax.compareTo(still) >= 0, () -> "still_max is not below still");
            Check.that(rescan.isPositive(), () -> "rescan is above zero");
        }
    }

    /// What is wrong beside what listings tell, such as that changes are not noticed at once. Any
    /// thread.
    default Optional<String> problem() {
        return Optional.empty();
    }

    /// What exists now within a scope.
    ///
    /// @throws io.freshet.FreshetException.Unavailable where it cannot be listed at all: then
    ///   nothing is known, and nothing is gone
    Listing list(Scope scope);

    /// Where to look: documents whose id starts with one of these.
    ///
    /// @param prefixes the empty one stands for everything
    record Scope(List<String> prefixes) {
        public static final Scope ALL = new Scope(List.of(""));

        public Scope {
            prefixes = List.copyOf(prefixes);
        }

        public boolean isAll() {
            return prefixes.contains("");
        }

        public boolean holds(DocumentId document) {
            return prefixes.stream().anyMatch(document.value()::startsWith);
        }

        public Scope and(Scope other) {
            List<String> both = new ArrayList<>(prefixes);
            both.addAll(other.prefixes);
            return both.contains("") ? ALL : new Scope(both.stream().distinct().toList());
        }
    }

    /// @param root names what was listed: another one means that the place itself was swapped
    /// @param entries by id
    /// @param skipped what is no document of this source, and why
    /// @param unread prefixes of ids below which nothing is known this time: nothing there is gone
    record Listing(String root, List<Entry> entries, List<Skipped> skipped, List<Skipped> unread) {
        public Listing {
            entries = List.copyOf(entries);
            skipped = List.copyOf(skipped);
            unread = List.copyOf(unread);
        }
    }

    /// @param stamp another one means that the document may have changed
    /// @param changed when it last changed, as the source says
    record Entry(DocumentId document, String stamp, Instant changed) {}

    /// @param path as the source names it; it may be of something that is no document
    /// @param reason a few lower-case words for an operator
    record Skipped(String path, String reason) {}

    /// What the document is now. Blocks.
    Fetched fetch(DocumentId document);

    /// The answer of [#fetch].
    sealed interface Fetched {
        /// @param stamp of what was read: taken before reading
        record Found(Content content, String stamp) implements Fetched {}

        /// It exists, and is none that can be indexed: if it was, it is no more.
        record Unsuitable(String reason, String stamp) implements Fetched {}

        /// It is there, and could not be read this time.
        record Unreadable(String reason) implements Fetched {}

        record Gone() implements Fetched {}
    }

    /// Tells where something may have changed, from any thread, until it is closed. Where it cannot
    /// be watched, or lost count, it tells [Scope#ALL]; it never needs to be right, only listings
    /// are.
    ///
    /// @param hints must return at once
    void watch(Consumer<Scope> hints);

    @Override
    void close();
}
