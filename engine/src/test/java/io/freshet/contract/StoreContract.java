package io.freshet.contract;

import static io.freshet.contract.Rows.ids;
import static io.freshet.contract.Rows.key;
import static io.freshet.contract.Rows.keys;
import static io.freshet.contract.Rows.near;
import static io.freshet.contract.Rows.row;
import static io.freshet.contract.Rows.vectorOf;
import static io.freshet.contract.Rows.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Unavailable;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Applied;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Store] keeps: when rows become visible, what lasts, what is there. How it searches
/// is told by [StoreSearchContract].
public abstract class StoreContract {
    private static final String HISTORY = "0123456789abcdef0123456789abcdef";
    private Store store;

    /// Opens the store of this test, for vectors of 8 dimensions: empty the first time, later with
    /// what lasted.
    protected abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void aNewStoreIsEmptyAtVersionZeroOfNoHistory() {
        assertThat(store.applied()).isEqualTo(new Applied("", 0, 0));
        assertThat(store.rows(Optional.empty(), 10)).isEmpty();
        var found = store.search(both("refund"));
        assertThat(found.version()).isZero();
        assertThat(found.byVector()).isEmpty();
        assertThat(found.byKeyword()).isEmpty();
    }

    @Test
    void nothingWrittenIsVisibleBeforeItIsPublished() {
        publish(1, row("a", "refund within days"));

        store.write(List.of(key("a", "refund within days")), List.of(row("b", "refund at once")));

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 1, 1));
        assertThat(ids(store.search(both("refund")).byKeyword())).containsExactly("a");
        assertThat(ids(store.search(both("refund")).byVector())).containsExactly("a");
        assertThat(store.rows(Optional.empty(), 10))
                .containsExactly(key("a", "refund within days"));
    }

    @Test
    void allThatWasWrittenIsVisibleWhenPublishReturns() {
        publish(1, row("a", "refund within days"));

        store.write(List.of(key("a", "refund within days")), List.of());
        store.write(List.of(), List.of(row("b", "refund at once")));
        store.write(List.of(), List.of(row("c", "refund never")));
        store.publish(HISTORY, 2);

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 2));
        var found = store.search(both("refund"));
        assertThat(found.version()).isEqualTo(2);
        assertThat(ids(found.byKeyword())).containsExactlyInAnyOrder("b", "c");
        assertThat(ids(found.byVector())).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void writesAndPublishAreRepeatable() {
        var rows = List.of(row("a", "one"), row("b", "two"));
        for (int i = 0; i < 3; i++) {
            store.write(List.of(key("z", "absent")), rows);
            store.publish(HISTORY, 7);
        }

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 7, 2));
        assertThat(ids(store.search(both("one")).byKeyword())).containsExactly("a");
    }

    @Test
    void aVersionMayChangeNothing() {
        publish(1, row("a", "one"));

        store.publish(HISTORY, 2);

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 1));
        assertThat(store.search(both("one")).version()).isEqualTo(2);
    }

    @Test
    void aRowThatIsThereIsReplaced() {
        var old = row("a", "old words");
        publish(1, old);

        publish(2, new Row(old.key(), "new sentence", vectorOf("other"), Metadata.NONE));

        assertThat(store.applied().rows()).isEqualTo(1);
        assertThat(store.search(words("old")).byKeyword()).isEmpty();
        assertThat(keys(store.search(words("sentence")).byKeyword())).containsExactly(old.key());
        assertThat(store.search(near(vectorOf("other"), 5, true)).byVector().getFirst().score())
                .isCloseTo(1, within());
    }

    @Test
    void theLastOfTwoWritesOfARowStands() {
        var row = row("a", "first");
        store.write(List.of(), List.of(row));
        store.write(List.of(), List.of(new Row(row.key(), "second", row.vector(), Metadata.NONE)));
        store.publish(HISTORY, 1);

        assertThat(store.applied().rows()).isEqualTo(1);
        assertThat(store.search(words("first")).byKeyword()).isEmpty();
        assertThat(store.search(words("second")).byKeyword()).hasSize(1);
    }

    @Test
    void aRowRemovedAndWrittenInOneCallIsThere() {
        var row = row("a", "kept");
        publish(1, row);

        store.write(List.of(row.key()), List.of(row));
        store.publish(HISTORY, 2);

        assertThat(store.rows(Optional.empty(), 10)).containsExactly(row.key());
    }

    @Test
    void removingARowThatIsNotThereHasNoEffect() {
        publish(1, row("a", "one"));

        store.write(List.of(key("a", "another"), key("b", "one")), List.of());
        store.publish(HISTORY, 2);

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 1));
    }

    @Test
    void anEmptiedStoreKeepsItsVersion() {
        publish(1, row("a", "one"));

        store.write(List.of(key("a", "one")), List.of());
        store.publish(HISTORY, 2);

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 0));
        assertThat(store.search(both("one")).byVector()).isEmpty();
    }

    @Test
    void resetDropsEverythingAtOnce() {
        publish(1, row("a", "one"));
        store.write(List.of(), List.of(row("b", "written and not published")));

        store.reset();

        assertThat(store.applied()).isEqualTo(new Applied("", 0, 0));
        assertThat(store.search(both("one")).byKeyword()).isEmpty();
        assertThat(store.search(both("one")).version()).isZero();
        publish(5, row("c", "three"));
        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 5, 1));
        assertThat(store.rows(Optional.empty(), 10)).containsExactly(key("c", "three"));
    }

    @Test
    void whatLastedThroughACloseIsConsistentWithItsVersion() {
        publish(1, row("a", "one"));
        publish(2, row("b", "two"));
        store.write(List.of(key("a", "one")), List.of(row("c", "never published")));

        reopen();

        var applied = store.applied();
        assertThat(applied.rows()).isEqualTo(applied.version());
        assertThat(store.rows(Optional.empty(), 10)).hasSize((int) applied.rows());
        assertThat(store.search(words("never published")).byKeyword()).isEmpty();
    }

    @Test
    void aPublishedVersionOutlastsAClose() {
        publish(1, row("a", "one"));
        publish(2, row("b", "two"));

        reopen();

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 2));
        assertThat(ids(store.search(both("two")).byKeyword())).containsExactly("b");
        publish(3, row("c", "three"));
        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 3, 3));
    }

    @Test
    void aResetOutlastsAClose() {
        publish(1, row("a", "one"));
        store.reset();

        reopen();

        assertThat(store.applied()).isEqualTo(new Applied("", 0, 0));
    }

    @Test
    void aClosedStoreIsUnavailable() {
        publish(1, row("a", "one"));
        store.close();

        assertThatThrownBy(() -> store.search(both("one"))).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.write(List.of(), List.of(row("b", "two"))))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.publish(HISTORY, 2)).isInstanceOf(Unavailable.class);
    }

    @Test
    void rowsArePagedByTheUtf8BytesOfTheirDocumentThenByHash() {
        List<Row> rows = new ArrayList<>();
        for (String id : ODD_IDS) {
            rows.add(row(id, "first of " + id));
            rows.add(row(id, "second of " + id));
        }
        publish(1, rows.toArray(Row[]::new));
        var expected = new TreeSet<>(rows.stream().map(Row::key).toList());

        List<RowKey> paged = new ArrayList<>();
        var page = store.rows(Optional.empty(), 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            paged.addAll(page);
            page = store.rows(Optional.of(page.getLast()), 3);
        }

        assertThat(paged).containsExactlyElementsOf(expected);
        assertThat(store.rows(Optional.of(key("nowhere", "at all")), 1))
                .containsExactly(expected.higher(key("nowhere", "at all")));
    }

    static final List<String> ODD_IDS =
            List.of(
                    "a",
                    "a/b",
                    "a b",
                    "a:b",
                    "a#b?c=d&e",
                    "\"quoted\"",
                    "back\\slash",
                    "*",
                    "a*",
                    "(",
                    "é",
                    "e\u0301",
                    "\uFF5E",
                    "\uD83D\uDE80",
                    "\uD83D\uDE80/x",
                    "文档",
                    "~",
                    "..",
                    " ",
                    "%2F",
                    "a\u00A0b",
                    "\uFFFD",
                    "x".repeat(1024),
                    "AND",
                    "-",
                    "İ");

    @Test
    void documentsWithOddIdsAreFoundAndRemoved() {
        var rows = ODD_IDS.stream().map(id -> row(id, "same words")).toList();
        store.write(List.of(), rows);
        store.publish(HISTORY, 1);
        assertThat(store.applied().rows()).isEqualTo(ODD_IDS.size());

        for (String id : ODD_IDS) {
            var only = store.search(words("same", Rows.documents(id))).byKeyword();
            assertThat(ids(only)).as(Text.shown(id)).containsExactly(id);
        }

        store.write(rows.stream().map(Row::key).toList(), List.of());
        store.publish(HISTORY, 2);
        assertThat(store.applied().rows()).isZero();
    }

    @Test
    void aSeededHistoryOfWritesLeavesExactlyTheRowsOfTheModel() {
        var chance = new java.util.Random(20261125);
        var model = new TreeMap<RowKey, Row>();
        for (int version = 1; version <= 60; version++) {
            List<RowKey> removed = new ArrayList<>();
            List<Row> written = new ArrayList<>();
            for (int i = chance.nextInt(6); i > 0; i--) {
                removed.add(key("d" + chance.nextInt(12), "t" + chance.nextInt(4)));
            }
            for (int i = chance.nextInt(8); i > 0; i--) {
                written.add(row("d" + chance.nextInt(12), "t" + chance.nextInt(4)));
            }
            store.write(removed, written);
            store.publish(HISTORY, version);
            removed.forEach(model::remove);
            written.forEach(row -> model.put(row.key(), row));
            if (chance.nextInt(12) == 0) {
                reopen();
            }

            assertThat(store.applied()).isEqualTo(new Applied(HISTORY, version, model.size()));
            assertThat(store.rows(Optional.empty(), 1000))
                    .containsExactlyElementsOf(model.keySet());
        }
    }

    /// Every version holds ten rows of its own and none of another; a search that saw half a
    /// version would find fewer, or rows of two.
    @Test
    @Tag("I3")
    void aSearchDuringWritesSeesExactlyOneVersion() throws Exception {
        publish(1, versionRows(1));
        var done = new AtomicBoolean();
        Runnable searching =
                () -> {
                    do {
                        assertSeesOneVersion(store.search(both("common")));
                    } while (!done.get());
                };
        try (var threads = Executors.newFixedThreadPool(2)) {
            var searches = List.of(threads.submit(searching), threads.submit(searching));
            try {
                for (int version = 2; version <= 80; version++) {
                    store.write(keysOf(versionRows(version - 1)), List.of());
                    store.write(List.of(), List.of(versionRows(version)));
                    store.publish(HISTORY, version);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> search : searches) {
                search.get();
            }
        }
    }

    private static void assertSeesOneVersion(Store.Candidates found) {
        var expected = keysOf(versionRows(found.version()));
        assertThat(keys(found.byKeyword())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(keys(found.byVector())).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Row[] versionRows(long version) {
        return IntStream.range(0, 10)
                .mapToObj(i -> row("doc" + i, "common words of version" + version))
                .toArray(Row[]::new);
    }

    private static List<RowKey> keysOf(Row[] rows) {
        return IntStream.range(0, rows.length).mapToObj(i -> rows[i].key()).toList();
    }

    private static Query both(String words) {
        return new Query(Optional.of(words), Optional.of(vectorOf(words)), Scope.ALL, 1000, false);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-5);
    }

    private void publish(long version, Row... rows) {
        store.write(List.of(), List.of(rows));
        store.publish(HISTORY, version);
    }

    private void reopen() {
        store.close();
        store = open();
    }
}
