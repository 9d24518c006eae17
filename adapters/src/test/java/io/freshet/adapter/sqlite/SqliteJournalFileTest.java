package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission.Accepted;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.spi.Journal.Parking;
import io.freshet.spi.Journal.Postponement;
import io.freshet.spi.Journal.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What only a journal in a file can do wrong.
final class SqliteJournalFileTest {
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final int MANY = 50_000;

    @TempDir Path folder;

    @Test
    @Tag("I1")
    void whatWasAnsweredIsInTheFileWhileTheJournalIsOpen() throws IOException {
        try (var journal = open()) {
            journal.append(List.of(submission(1)), T0, _ -> false);
            for (var name : List.of("journal.db", "journal.db-wal")) {
                Files.copy(folder.resolve(name), folder.resolve("crashed-" + name));
            }
        }
        Files.move(folder.resolve("crashed-journal.db"), folder.resolve("after.db"));
        Files.move(folder.resolve("crashed-journal.db-wal"), folder.resolve("after.db-wal"));
        try (var journal = SqliteJournal.open(folder.resolve("after.db"))) {
            assertThat(journal.status().waiting()).isEqualTo(1);
        }
    }

    @Test
    void aLedgersFileIsNoJournal() {
        SqliteLedger.open(file(), "0".repeat(32)).close();

        assertThatThrownBy(this::open)
                .isInstanceOf(Corrupt.class)
                .hasMessage("not a journal; file=" + file());
    }

    @Test
    @Tag("I1")
    void whatWaitedBeforeThereWereDeadLettersStillDoes() throws SQLException, IOException {
        try (var journal = open()) {
            journal.append(List.of(submission(1)), T0, _ -> false);
        }
        withoutDeadLetters();

        try (var journal = open()) {
            assertThat(journal.status().waiting()).isEqualTo(1);
            assertThat(journal.status().isBalanced()).isTrue();
            DocumentId document = journal.unsettled(1).getFirst().document();
            assertThat(journal.park(List.of(parking(document)))).containsExactly(document);
            assertThat(journal.status().dead()).isEqualTo(1);
        }
    }

    private static Parking parking(DocumentId document) {
        return new Parking(document, 1, 5, T0, "refused", Optional.empty());
    }

    /// As the schema was before; there were no checksums then.
    private void withoutDeadLetters() throws SQLException, IOException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE purges");
            for (String index : List.of("entries_dead", "entries_dead_by_group")) {
                statement.execute("DROP INDEX " + index);
            }
            for (String column :
                    List.of(
                            "failed_first",
                            "failed_last",
                            "passage_ordinal",
                            "passage_start",
                            "passage_end",
                            "passage_line")) {
                statement.execute("ALTER TABLE entries DROP COLUMN " + column);
            }
            for (String column : List.of("dead", "discarded")) {
                statement.execute("ALTER TABLE counts DROP COLUMN " + column);
            }
            statement.execute("PRAGMA user_version = 2");
        }
        Files.delete(PageSums.beside(file()));
    }

    @Test
    void aNewerSchemaIsNotTouched() {
        open().close();
        var newer = new ArrayList<>(JournalSchema.KIND.migrations());
        newer.add("CREATE TABLE later (a)");
        Database.open(file(), new FileKind("journal", JournalSchema.KIND.applicationId(), newer))
                .close();

        assertThatThrownBy(this::open)
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("newer version of Freshet");
    }

    @Test
    void aDamagedTextIsNamed() {
        try (var journal = open()) {
            journal.append(List.of(submission(1)), T0, _ -> false);
        }
        try (var database = Database.open(file(), JournalSchema.KIND)) {
            database.write(session -> session.update("UPDATE payloads SET deflated = x'00'"));
        }
        try (var journal = open()) {
            assertThatThrownBy(() -> journal.ready(page(1)))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("sequence=1");
        }
    }

    @Test
    void aClosedJournalIsUnavailable() {
        var journal = open();
        journal.close();

        assertThatThrownBy(journal::status).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ReadyWork.CANDIDATES,
                SqliteJournal.DUE,
                SqliteJournal.RETRY,
                UnsettledRows.OF_REQUEST,
                StatusRows.OLDEST,
                StatusRows.FAILING,
                WithheldRows.PAGE,
                DeadRows.PAGE,
                WaitingRows.EXPECTED,
                DiscardedRows.WAITING,
                DiscardedRows.OF_DOCUMENT,
                DiscardedRows.OF_GROUP
            })
    void whatIsAskedOftenGoesThroughAnIndexOfWhatItAsksFor(String sql) {
        try (var journal = open()) {
            fill(journal, 1000);
        }
        try (var database = Database.open(file(), JournalSchema.KIND)) {
            var plan =
                    database.read(
                            session ->
                                    session.list(
                                            "EXPLAIN QUERY PLAN " + sql,
                                            row -> row.getString("detail")));
            assertThat(plan)
                    .noneMatch(line -> line.matches("SCAN [ew]"))
                    .noneMatch(line -> line.equals("SCAN entries"))
                    .filteredOn(line -> line.contains("entries"))
                    .allMatch(line -> line.contains("INDEX entries_"));
        }
    }

    @Test
    void thePageIsReadInTheOrderOfItsIndex() {
        try (var journal = open();
                var database = Database.open(file(), JournalSchema.KIND)) {
            fill(journal, 10);
            var plan =
                    database.read(
                            session ->
                                    session.list(
                                            "EXPLAIN QUERY PLAN " + ReadyWork.CANDIDATES,
                                            row -> row.getString("detail")));
            assertThat(plan)
                    .containsExactly(
                            "SEARCH entries USING INDEX entries_ready"
                                    + " (held=? AND priority=? AND since<?)");
        }
    }

    @Test
    void aLongBacklogIsReadPageByPage() {
        try (var journal = open()) {
            fill(journal, MANY);
            journal.postpone(
                    IntStream.rangeClosed(1, MANY / 2)
                            .mapToObj(
                                    n ->
                                            new Postponement(
                                                    document(n),
                                                    n,
                                                    1,
                                                    T0,
                                                    T0.plusSeconds(60),
                                                    "budget"))
                            .toList());

            assertThat(journal.ready(page(100)))
                    .extracting(Pending::sequence)
                    .hasSize(100)
                    .startsWith(MANY / 2 + 1L);
            assertThat(journal.status().waitingDocuments()).isEqualTo(MANY);
            assertThat(journal.status().failing()).hasSize(100);
            assertThat(journal.nextRetry(T0)).contains(T0.plusSeconds(60));
            var later = T0.plusSeconds(60);
            var query = new Ready(Priority.NORMAL, later, later, 1, Long.MAX_VALUE, Set.of());
            assertThat(journal.ready(query)).extracting(Pending::sequence).containsExactly(1L);
        }
    }

    @Test
    void instantsAreKeptToTheNanosecondAndSaturate() {
        for (var instant :
                List.of(
                        T0.plusNanos(1),
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1),
                        Times.of(Long.MIN_VALUE),
                        Times.of(Long.MAX_VALUE))) {
            assertThat(Times.of(Times.nanos(instant))).isEqualTo(instant);
        }
        assertThat(Times.nanos(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.nanos(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
        assertThat(Times.nanos(Times.of(Long.MIN_VALUE).plusNanos(1)))
                .isEqualTo(Long.MIN_VALUE + 1);
    }

    private static void fill(SqliteJournal journal, int count) {
        var submissions =
                IntStream.rangeClosed(1, count)
                        .mapToObj(SqliteJournalFileTest::submission)
                        .toList();
        assertThat(journal.append(submissions, T0, _ -> false))
                .hasOnlyElementsOfType(Accepted.class);
    }

    private static Submission submission(int n) {
        var upsert =
                new Upsert(
                        Optional.of(new Content(Format.MARKDOWN, "text of " + n)),
                        new MetadataChange.Keep());
        return new Submission(
                List.of(
                        new IndexEvent(
                                List.of(document(n)),
                                upsert,
                                Priority.NORMAL,
                                OptionalLong.empty(),
                                Optional.empty(),
                                T0)),
                false);
    }

    private static DocumentId document(int n) {
        return new DocumentId("manual/page-" + n + ".md");
    }

    private static Ready page(int limit) {
        return new Ready(Priority.NORMAL, T0, T0, limit, Long.MAX_VALUE, Set.of());
    }

    private Path file() {
        return folder.resolve("journal.db");
    }

    private SqliteJournal open() {
        return SqliteJournal.open(file());
    }
}
