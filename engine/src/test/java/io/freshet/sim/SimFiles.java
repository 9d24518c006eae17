package io.freshet.sim;

import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Withheld;
import io.freshet.sim.SimAction.Edit;
import io.freshet.spi.Journal;
import io.freshet.spi.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The second writer of a simulated collection: documents of a source are edited, renamed and
/// deleted, and the source fails, forgets to tell and loses its place. Confined to one thread.
final class SimFiles {
    static final int FILES = 12;
    static final String PREFIX = "file";

    private final MemorySource.Place place;
    private int roots;

    SimFiles(Supplier<Instant> clock) {
        this.place = new MemorySource.Place(clock);
    }

    /// After a crash nobody is told anything any more.
    Source open() {
        place.watchNoMore();
        Source.Pace pace =
                new Source.Pace(
                        Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMinutes(30));
        return new MemorySource("files", place, pace);
    }

    /// What is there, picked by number.
    private Optional<String> existing(int pick) {
        List<DocumentId> there = new ArrayList<>(place.texts().keySet());
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(there.get(pick % there.size()).value());
    }

    void edit(Edit edit) {
        String name = edit.name();
        Optional<String> existing = existing(edit.pick());
        switch (edit.kind()) {
            case WRITE -> place.write(name, edit.text());
            case DELETE -> existing.ifPresent(place::delete);
            case RENAME -> existing.ifPresent(from -> place.rename(from, name));
            case TOUCH -> existing.ifPresent(place::touch);
            case MAKE_UNREADABLE -> existing.ifPresent(place::makeUnreadable);
            case WRITE_UNSUITABLE -> place.writeUnsuitable(name);
            case TELL -> place.tell(true);
            case TELL_NOTHING -> place.tell(false);
            case HINT -> place.hint(name, PREFIX + "1");
            case RECOVER -> place.recover();
            case FAIL -> place.fail("the drive is gone");
            case BREAK_OFF -> place.breakOff(name);
            case SWAP -> place.swap("root" + ++roots);
            case DELETE_ALL -> place.texts().keySet().forEach(id -> place.delete(id.value()));
            case WRITE_WHILE_READ ->
                    place.beforeFetch(
                            id -> {
                                place.beforeFetch(_ -> {});
                                place.write(id.value(), edit.text());
                            });
        }
    }

    /// Nothing is wrong any more, and it says so.
    void mend() {
        place.recover();
        place.beforeFetch(_ -> {});
        place.tell(true);
        place.makeAllReadable();
        place.hint("");
    }

    Set<DocumentId> there() {
        return place.texts().keySet();
    }

    static boolean isFile(DocumentId document) {
        return document.value().startsWith(PREFIX);
    }

    /// Those of the documents that are files and of which something waits.
    static Set<DocumentId> waiting(Collection<DocumentId> documents, Journal journal) {
        Set<DocumentId> waiting = new TreeSet<>(documents);
        waiting.removeIf(each -> !isFile(each) || journal.waiting(each).isEmpty());
        return waiting;
    }

    /// What the source shows is the index, but for what is withheld, which is there as it was, and
    /// for dead letters.
    void verify(Map<DocumentId, String> index, Journal journal) {
        Set<DocumentId> withheld = new LinkedHashSet<>();
        for (Withheld each : journal.withheld(Optional.empty(), 1000)) {
            withheld.add(each.document());
        }
        Map<DocumentId, String> shown = place.texts();
        Map<DocumentId, String> believed = new TreeMap<>(index);
        believed.keySet().removeAll(withheld);
        Map<DocumentId, String> indexable = new TreeMap<>(shown);
        for (DeadLetter dead : journal.deadLetters(Optional.empty(), 1000)) {
            believed.remove(dead.document());
            indexable.remove(dead.document());
        }
        SimPromise.that(
                believed.equals(indexable),
                () ->
                        "I1: the index is not what the source shows: index="
                                + believed.keySet()
                                + " source="
                                + shown.keySet());
        SimPromise.that(
                withheld.stream().noneMatch(shown::containsKey), () -> "what is there is withheld");
        SimPromise.that(
                journal.status().withheld() == withheld.size(),
                () -> "withheld deletes are miscounted");
    }
}
