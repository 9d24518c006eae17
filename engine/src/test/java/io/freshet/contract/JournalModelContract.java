package io.freshet.contract;

import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.content;
import static io.freshet.contract.JournalEvents.event;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.named;
import static io.freshet.contract.JournalEvents.page;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.urgent;
import static io.freshet.contract.JournalEvents.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Admission.Accepted;
import io.freshet.Admission.Entry;
import io.freshet.Change.Delete;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Refresh;
import io.freshet.Change.Upsert;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Settlement;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Parking;
import io.freshet.spi.Journal.Postponement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is accepted, overtaken, put back, committed late or opened again in between: in the end
/// the ledger holds what the accepted events say, in their order.
public abstract class JournalModelContract {
    private static final int STEPS = 150;
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final List<String> DOCUMENTS = List.of("a", "b", "c", "d", "e");

    private final JournalModel model = new JournalModel();
    private final List<List<Pending>> inWork = new ArrayList<>();
    private final TreeSet<Long> requests = new TreeSet<>();
    private final TreeMap<DocumentId, SourceItem> items = new TreeMap<>();
    private Random random = new Random(0);
    private long clock;

    /// Opens the journal of this test: empty the first time, later with what was accepted.
    protected abstract Journal open();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("I1")
    @Tag("I2")
    void theLedgerConvergesToWhatWasAccepted(long seed) {
        random = new Random(seed);
        Journal journal = open();
        for (int step = 0; step < STEPS; step++) {
            clock += random.nextInt(3);
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> append(journal);
                case 3, 4 -> take(journal);
                case 5 -> commit(journal);
                case 6 -> postpone(journal);
                case 8, 9 -> park(journal);
                case 10 -> retry(journal, List.of(DOCUMENTS.get(random.nextInt(5)), "z"));
                case 11 -> discard(journal);
                case 7 -> release(journal, List.of(DOCUMENTS.get(random.nextInt(5)), "b", "z"));
                default -> {
                    journal.close();
                    journal = open();
                }
            }
            assertCounts(journal);
        }
        release(journal, DOCUMENTS);
        retry(journal, DOCUMENTS);
        drain(journal);
        assertThat(model.ledger()).isEqualTo(model.truth());
        assertThat(journal.status().waitingBytes()).isZero();
        for (long request : requests) {
            assertThat(journal.unsettled(request)).isEmpty();
        }
        journal.close();
    }

    private void append(Journal journal) {
        List<Submission> submissions =
                IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> submission()).toList();
        var answers = journal.append(submissions, after(clock), model::isCommitted);
        for (int i = 0; i < answers.size(); i++) {
            var expected = model.submit(submissions.get(i));
            assertThat(fates(answers.get(i))).isEqualTo(expected);
            if (answers.get(i) instanceof Accepted accepted) {
                requests.add(accepted.sequence());
                submissions.get(i).progress().ifPresent(this::learn);
            }
        }
    }

    private static Optional<List<Admission.Fate>> fates(Admission answer) {
        return answer instanceof Accepted accepted
                ? Optional.of(accepted.entries().stream().map(Entry::fate).toList())
                : Optional.empty();
    }

    private Submission submission() {
        List<IndexEvent> events =
                IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> randomEvent()).toList();
        return switch (random.nextInt(6)) {
            case 0 -> new Submission(events, true);
            case 1 -> withholding(events);
            case 2 -> new Submission(events, Mode.SEPARATE, Optional.empty(), progress());
            default -> new Submission(events, false);
        };
    }

    private Submission withholding(List<IndexEvent> events) {
        List<IndexEvent> deletes =
                events.stream()
                        .map(
                                e ->
                                        new IndexEvent(
                                                e.documents(),
                                                new Delete(),
                                                e.priority(),
                                                e.sourceVersion(),
                                                e.eventId(),
                                                e.timestamp()))
                        .toList();
        return new Submission(deletes, Mode.WITHHELD, Optional.empty(), progress());
    }

    private Optional<SourceProgress> progress() {
        var seen = new SourceItem(randomId(), "stamp" + random.nextInt(9), "hash");
        return Optional.of(
                new SourceProgress("folder", "root", List.of(seen), List.of(randomId())));
    }

    private DocumentId randomId() {
        return id(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())));
    }

    private void learn(SourceProgress progress) {
        progress.seen().forEach(item -> items.put(item.document(), item));
        progress.gone().forEach(items::remove);
    }

    private void release(Journal journal, List<String> documents) {
        var withheld = documents.stream().map(d -> id(d)).distinct().toList();
        var expected = withheld.stream().filter(model.withheld()::contains).toList();
        assertThat(journal.release(withheld, after(clock))).isEqualTo(expected);
        withheld.forEach(model::release);
    }

    private IndexEvent randomEvent() {
        String document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        IndexEvent event =
                switch (random.nextInt(8)) {
                    case 0 -> event(new Delete(), document);
                    case 1 -> event(new Delete(), "a", document);
                    case 2 -> event(new Refresh(), document);
                    case 3 -> event(new Upsert(Optional.empty(), metadata()), document);
                    default ->
                            event(
                                    new Upsert(content("t" + random.nextInt()), metadata()),
                                    document);
                };
        if (random.nextInt(3) == 0) {
            event = versioned(event, random.nextInt(40));
        }
        if (random.nextInt(3) == 0) {
            event = named(event, "e" + random.nextInt(60));
        }
        return random.nextInt(4) == 0 ? urgent(event, PRIORITIES.get(random.nextInt(3))) : event;
    }

    private MetadataChange metadata() {
        Map<String, Object> nested = Map.of("k" + random.nextInt(2), random.nextInt(9));
        Map<String, Object> tree = new TreeMap<>(Map.of("m" + random.nextInt(3), nested));
        return switch (random.nextInt(4)) {
            case 0 -> new MetadataChange.Keep();
            case 1 -> new MetadataChange.Replace(Metadata.of(tree));
            default -> {
                tree.put("m" + random.nextInt(3), random.nextBoolean() ? null : "flat");
                yield new MetadataChange.Merge(MetadataPatch.of(tree));
            }
        };
    }

    private void take(Journal journal) {
        var page = journal.ready(page(Priority.NORMAL, after(clock), after(clock)));
        assertThat(page).extracting(Pending::document).doesNotHaveDuplicates();
        if (!page.isEmpty()) {
            unit(journal, page, page.get(random.nextInt(page.size()))).ifPresent(inWork::add);
        }
    }

    /// A row, or its whole group, where all of it may be taken and nobody works on it.
    private Optional<List<Pending>> unit(Journal journal, List<Pending> page, Pending row) {
        List<Pending> unit =
                row.group().isPresent() ? journal.group(row.group().getAsLong()) : List.of(row);
        TreeSet<DocumentId> busy = new TreeSet<>();
        inWork.forEach(taken -> taken.forEach(pending -> busy.add(pending.document())));
        TreeSet<DocumentId> own = new TreeSet<>();
        unit.forEach(pending -> own.add(pending.document()));
        boolean isFree = own.stream().noneMatch(busy::contains);
        boolean isFirst =
                own.stream()
                        .allMatch(
                                document ->
                                        page.stream()
                                                .filter(p -> p.document().equals(document))
                                                .anyMatch(unit::contains));
        return isFree && isFirst ? Optional.of(unit) : Optional.empty();
    }

    private void commit(Journal journal) {
        if (!inWork.isEmpty()) {
            settle(journal, inWork.remove(random.nextInt(inWork.size())));
        }
    }

    private void settle(Journal journal, List<Pending> unit) {
        unit.forEach(model::commit);
        journal.settle(
                unit.stream()
                        .map(p -> new Settlement(p.document(), p.sequence(), p.sourceVersion()))
                        .toList(),
                "history",
                clock);
    }

    private void postpone(Journal journal) {
        if (inWork.isEmpty()) {
            return;
        }
        List<Pending> unit = inWork.remove(random.nextInt(inWork.size()));
        journal.postpone(
                unit.stream()
                        .map(
                                p ->
                                        new Postponement(
                                                p.document(),
                                                p.sequence(),
                                                p.attempts() + 1,
                                                after(clock),
                                                after(clock + 4),
                                                "down"))
                        .toList());
    }

    private void park(Journal journal) {
        if (inWork.isEmpty()) {
            return;
        }
        List<Pending> unit = inWork.remove(random.nextInt(inWork.size()));
        List<DocumentId> parked =
                journal.park(
                        unit.stream()
                                .map(
                                        p ->
                                                new Parking(
                                                        p.document(),
                                                        p.sequence(),
                                                        p.attempts() + 1,
                                                        after(clock),
                                                        "refused",
                                                        Optional.empty()))
                                .toList());
        assertThat(parked).allMatch(document -> journal.deadLetter(document).isPresent());
    }

    private void retry(Journal journal, List<String> documents) {
        var named = documents.stream().map(d -> id(d)).toList();
        assertThat(journal.retry(named, after(clock)))
                .allMatch(document -> journal.waiting(document).size() == 1);
    }

    private void discard(Journal journal) {
        journal.discard(List.of(randomId(), id("z"))).forEach(model::discard);
    }

    private void drain(Journal journal) {
        while (!inWork.isEmpty()) {
            commit(journal);
        }
        List<Pending> page = ready(journal);
        while (!page.isEmpty()) {
            List<Pending> listed = page;
            Optional<List<Pending>> next =
                    listed.stream().flatMap(row -> unit(journal, listed, row).stream()).findFirst();
            assertThat(next).as("something can always be taken").isPresent();
            settle(journal, next.get());
            page = ready(journal);
        }
    }

    private void assertCounts(Journal journal) {
        var status = journal.status();
        long[] waiting = DOCUMENTS.stream().mapToLong(d -> journal.waiting(id(d)).size()).toArray();
        assertThat(status.accepted()).isEqualTo(model.accepted());
        assertThat(status.sequence()).isEqualTo(model.accepted());
        assertThat(status.ignored()).isEqualTo(model.ignored());
        assertThat(status.waiting()).isEqualTo(Arrays.stream(waiting).sum());
        assertThat(status.waitingDocuments())
                .isEqualTo(Arrays.stream(waiting).filter(n -> n > 0).count());
        assertThat(status.withheld()).isEqualTo(model.withheld().size());
        assertThat(journal.withheld(Optional.empty(), 99))
                .extracting(Withheld::document)
                .containsExactlyElementsOf(model.withheld());
        assertThat(journal.items("folder", Optional.empty(), 99))
                .containsExactlyElementsOf(items.values());
        List<DeadLetter> dead = journal.deadLetters(Optional.empty(), 99);
        assertThat(status.dead()).isEqualTo(dead.size());
        assertThat(dead).allMatch(letter -> journal.waiting(letter.document()).isEmpty());
        assertThat(status.discarded()).isEqualTo(model.discarded());
        assertThat(status.isBalanced()).as("%s", status).isTrue();
    }
}
