package io.freshet.sim;

import io.freshet.Check;
import io.freshet.CollectionSettings;
import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.RetrySettings;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import io.freshet.spi.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The second writer of a simulated life: documents of a source are edited, renamed and deleted,
/// and the source fails, forgets to tell and loses its place, as the seed draws it.
final class SimFiles {
    private static final int FILES = 12;
    private static final String PREFIX = "file";

    private final RandomGenerator chance;
    private final Supplier<String> text;
    private final MemorySource.Place place;
    private int roots;

    SimFiles(RandomGenerator chance, Supplier<Instant> clock, Supplier<String> text) {
        this.chance = chance;
        this.text = text;
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

    private String any() {
        return PREFIX + chance.nextInt(FILES);
    }

    private Optional<String> existing() {
        List<DocumentId> there = new ArrayList<>(place.texts().keySet());
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(there.get(chance.nextInt(there.size())).value());
    }

    void operate() {
        switch (chance.nextInt(16)) {
            case 0 -> existing().ifPresent(place::delete);
            case 1, 2 -> existing().ifPresent(from -> place.rename(from, any()));
            case 3 -> existing().ifPresent(place::touch);
            case 4 -> existing().ifPresent(place::makeUnreadable);
            case 5 -> place.writeUnsuitable(any());
            case 6 -> trouble();
            case 7 -> place.tell(chance.nextBoolean());
            case 8 -> place.hint(any(), any(), PREFIX + "1");
            case 9 -> place.recover();
            default -> place.write(any(), text.get());
        }
    }

    private void trouble() {
        switch (chance.nextInt(5)) {
            case 0 -> place.fail("the drive is gone");
            case 1 -> place.breakOff(any());
            case 2 -> place.swap("root" + ++roots);
            case 3 -> place.texts().keySet().forEach(id -> place.delete(id.value()));
            default ->
                    place.beforeFetch(
                            id -> {
                                place.beforeFetch(_ -> {});
                                place.write(id.value(), text.get());
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

    /// A guard that so few documents trip over, and patience that so short a life runs out of.
    static CollectionSettings guarded() {
        return CollectionSettings.DEFAULT
                .with(new DeleteGuard(2, 0.25, Duration.ofMinutes(10)))
                .with(new RetrySettings(2, Duration.ofSeconds(1), Duration.ofMinutes(5)));
    }

    static boolean isFile(DocumentId document) {
        return document.value().startsWith(PREFIX);
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
        for (DocumentId dead : SimDead.all(journal)) {
            believed.remove(dead);
            indexable.remove(dead);
        }
        Check.that(
                believed.equals(indexable),
                () ->
                        "I1: the index is not what the source shows: index="
                                + believed.keySet()
                                + " source="
                                + shown.keySet());
        Check.that(
                withheld.stream().noneMatch(shown::containsKey), () -> "what is there is withheld");
        Check.that(
                journal.status().withheld() == withheld.size(),
                () -> "withheld deletes are miscounted");
    }
}
