package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Corrupt;
import io.freshet.Text;
import io.freshet.contract.Edits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a ledger in a SQLite file does: damage is named, and no statement that runs often goes
/// through a whole table.
final class SqliteLedgerFileTest {
    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void makesALedger() {
        file = folder.resolve("ledger.db");
        try (var ledger = SqliteLedger.open(file, "h1")) {
            new Edits(ledger).put("a", "some text\n\nmore text");
        }
    }

    private void run(String sql) {
        try (var database = Database.open(file, LedgerSchema.KIND)) {
            database.write(session -> session.update(sql));
        }
    }

    private void isDamaged(String... named) {
        try (var ledger = SqliteLedger.open(file, "h2")) {
            assertThatThrownBy(() -> ledger.bases(List.of(Edits.id("a"))))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContainingAll(named);
            assertThatThrownBy(() -> ledger.list("", Optional.empty(), 10, 1))
                    .isInstanceOf(Corrupt.class);
            assertThat(ledger.head().documents()).isEqualTo(1);
        }
    }

    @Test
    void aFlippedByteInAContentIsNamed() {
        run(
                "UPDATE contents SET deflated = substr(deflated, 1, 9) || x'FF' || substr(deflated,"
                        + " 11)");
        isDamaged("table=contents", "hash=");
    }

    @Test
    void aContentOfAnotherHashIsNamed() {
        String other = Text.hash("other");
        run("UPDATE contents SET hash = '" + other + "'");
        run("UPDATE documents SET content = '" + other + "'");
        isDamaged("table=contents", other);
    }

    @Test
    void aContentThatIsCutOffIsNamed() {
        run("UPDATE contents SET deflated = substr(deflated, 1, 12)");
        isDamaged("table=contents");
    }

    @Test
    void aMissingContentIsNamed() {
        run("DELETE FROM contents");
        isDamaged("table=contents", "hash=");
    }

    @Test
    void damagedPlacementsAreNamed() {
        run(
                "UPDATE documents SET placements = substr(placements, 1, 5) || x'00' ||"
                        + " substr(placements, 7)");
        isDamaged("table=documents", "document=a", "version=1");
    }

    @Test
    void aLedgerOfANewerSchemaIsRefused() {
        run("PRAGMA user_version = 99");
        assertThatThrownBy(() -> SqliteLedger.open(file, "h2"))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("newer");
    }

    @Test
    void aContentIsKeptOnceAndGoesWithItsLastVersion() {
        try (var ledger = SqliteLedger.open(file, "h2")) {
            var edits = new Edits(ledger);
            edits.put("b", "some text\n\nmore text");
            assertThat(contents()).isEqualTo(1);
            edits.put("a", "other");
            edits.put("b", "other");
            assertThat(contents()).isEqualTo(2);
            ledger.prune(3, 1000);
            assertThat(contents()).isEqualTo(2);
            ledger.prune(4, 1000);
            assertThat(contents()).isEqualTo(1);
        }
    }

    private long contents() {
        try (var database = Database.open(file, LedgerSchema.KIND)) {
            return database.read(session -> session.number("SELECT COUNT(*) FROM contents"));
        }
    }

    @Test
    void noFrequentStatementScansATable() {
        var statements =
                List.of(
                        HeadRow.READ,
                        SettledRow.READ,
                        SettledRow.WRITE,
                        Documents.BASE,
                        Documents.AT,
                        Documents.LIST_LIVE,
                        Documents.LIST_AT,
                        Documents.OUTLINES,
                        CommitWork.CLOSE_DOCUMENT,
                        CommitWork.OPEN_DOCUMENT,
                        CommitWork.KEEP_CONTENT,
                        CommitWork.REMOVE_CHUNK,
                        CommitWork.ADD_CHUNK,
                        Touched.BY_VERSION,
                        Touched.BY_ID,
                        Touched.CHANGED_BETWEEN,
                        DeltaWork.METADATA_VERSION,
                        DeltaWork.CHUNKS,
                        Rewrite.AT,
                        Rewrite.OPEN,
                        Rewrite.CHUNKS_AT,
                        Rewrite.CONTENT,
                        SwitchWork.LIVE,
                        RollbackWork.SPACE,
                        Rewrite.TOUCH,
                        FeedWork.CHANGES,
                        FeedWork.OF_DOCUMENT,
                        VersionRow.BELOW,
                        VersionRow.BETWEEN,
                        PruneWork.VERSIONS,
                        PruneWork.CHUNKS,
                        PruneWork.DOCUMENTS,
                        PruneWork.DROP_CHUNK,
                        PruneWork.DROP_DOCUMENT,
                        PruneWork.DROP_CONTENT,
                        TagRows.AT,
                        TagRows.PUT,
                        TagRows.REMOVE,
                        MeasureWork.DOCUMENTS,
                        MeasureWork.CONTENTS,
                        MeasureWork.CHUNKS,
                        MeasureWork.NOTE,
                        MeasureWork.BYTES);
        try (var database = Database.open(file, LedgerSchema.KIND)) {
            for (String statement : statements) {
                assertThat(plan(database, statement))
                        .as(statement)
                        .noneMatch(step -> step.startsWith("SCAN"))
                        .noneMatch(step -> sorts(statement, step));
            }
        }
    }

    /// A sort is fine only where the documents of a few versions are put in order.
    private static boolean sorts(String statement, String step) {
        return step.contains("TEMP B-TREE") && !statement.equals(Touched.BY_VERSION);
    }

    private static List<String> plan(Database database, String statement) {
        return database.read(
                session ->
                        session.list(
                                "EXPLAIN QUERY PLAN " + statement, row -> row.getString("detail")));
    }

    @Test
    void theVectorsAreFoundWithoutAScan() {
        try (var database = Database.open(folder.resolve("v.db"), VectorsSchema.KIND)) {
            for (String statement :
                    List.of(
                            SqliteVectors.SPACE,
                            SqliteVectors.FIND,
                            SqliteVectors.ADD,
                            SqliteVectors.REPLACE)) {
                assertThat(plan(database, statement)).noneMatch(step -> step.startsWith("SCAN"));
            }
        }
    }

    /// What is counted is about what the file grows by.
    @Test
    void whatVersionsKeepIsAboutWhatTheyTakeInTheFile() {
        try (var ledger = SqliteLedger.open(file, "h2")) {
            var edits = new Edits(ledger);
            var chance = new Random(5);
            for (int i = 0; i < 200; i++) {
                edits.put("page/" + i % 20, text(chance));
            }
            long before = used();
            long counted = ledger.measure(0).bytes();
            for (int i = 0; i < 400; i++) {
                edits.put("page/" + i % 20, text(chance));
            }

            long grown = used() - before;

            assertThat((double) (ledger.measure(0).bytes() - counted) / grown).isBetween(0.7, 1.3);
        }
    }

    private static String text(Random chance) {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append(Long.toString(chance.nextLong(), 36).repeat(20)).append("\n\n");
        }
        return text.toString();
    }

    private long used() {
        try (var database = Database.open(file, LedgerSchema.KIND)) {
            return database.read(
                    session ->
                            session.number("PRAGMA page_size")
                                    * (session.number("PRAGMA page_count")
                                            - session.number("PRAGMA freelist_count")));
        }
    }
}
