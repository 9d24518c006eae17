package io.freshet.contract;

import static io.freshet.contract.Rows.row;
import static io.freshet.contract.Rows.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Applied;
import io.freshet.spi.Store.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Store] tells when it is read back.
public abstract class StoreReadContract {
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

    private void publish(long version, Row... rows) {
        store.write(List.of(), List.of(rows));
        store.publish(HISTORY, version);
    }

    @Test
    void whatIsReadBackIsWhatWasWrittenAtTheAppliedVersion() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var metadata = Metadata.of(Map.of("team", "t" + i % 3));
            rows.add(row("d" + i % 13, "words " + i, metadata));
        }
        for (Row row : rows) {
            publish(rows.indexOf(row) + 1, row);
        }
        store.write(rows.subList(0, 5).stream().map(Row::key).toList(), List.of());
        store.publish(HISTORY, 41);
        store.write(List.of(rows.get(6).key()), List.of(row("unpublished", "none")));

        var expected = new TreeMap<RowKey, Long>();
        rows.subList(5, 40).forEach(row -> expected.put(row.key(), store.digest(row)));
        var read = new TreeMap<RowKey, Long>();
        var page = store.read(Optional.empty(), 7);
        while (!page.rows().isEmpty()) {
            assertThat(page.applied()).isEqualTo(new Applied(HISTORY, 41, 35));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(7);
            page.rows().forEach(held -> read.put(held.key(), held.digest()));
            page = store.read(Optional.of(page.rows().getLast().key()), 7);
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void whateverARowHoldsIsInItsDigest() {
        var row = row("a", "one");
        var team = Metadata.of(Map.of("team", "billing"));
        var others =
                List.of(
                        new Row(row.key(), "two", row.vector(), row.metadata()),
                        new Row(row.key(), row.text(), vectorOf("two"), row.metadata()),
                        new Row(row.key(), row.text(), row.vector(), team));
        publish(1, row);
        long held = store.read(Optional.empty(), 1).rows().getFirst().digest();
        assertThat(held).isEqualTo(store.digest(row));

        int version = 2;
        for (Row other : others) {
            publish(version++, other);
            long now = store.read(Optional.empty(), 1).rows().getFirst().digest();
            assertThat(now).isNotEqualTo(held).isEqualTo(store.digest(other));
        }
        store.close();
        store = open();
        assertThat(store.read(Optional.empty(), 1).rows().getFirst().digest())
                .isEqualTo(store.digest(others.getLast()));
    }

    @Test
    void whatIsForgottenIsGoneAtTheSameVersionForGood() {
        publish(1, row("dir/a", "one"), row("dir/b", "two"), row("c", "three"));
        publish(2, row("dir/a", "four"), row("d", "five"));

        store.forget(new Purge("dir/", List.of(), Instant.EPOCH));
        store.forget(
                new Purge("", List.of(new DocumentId("d"), new DocumentId("x")), Instant.EPOCH));

        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 1));
        assertThat(store.rows(Optional.empty(), 10)).containsExactly(row("c", "three").key());
        store.close();
        store = open();
        assertThat(store.applied()).isEqualTo(new Applied(HISTORY, 2, 1));
        publish(3, row("dir/a", "new"));
        assertThat(store.applied().rows()).isEqualTo(2);
    }
}
