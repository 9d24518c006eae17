package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Problem;
import io.freshet.ReadBack;
import io.freshet.RowKey;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A store that does not hold what it should is noticed without anybody asking, and mended.
class DriftTest {
    private static final Duration A_ROUND = Duration.ofMinutes(6);

    private final CountingEmbedder embedder = new CountingEmbedder();
    private final SimCollection collection = new SimCollection(embedder, 5);

    private void fill(int documents) {
        List<IndexEvent> events = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            events.add(SimCollection.upsert(id(i), "text number" + i));
        }
        collection.offer(events);
        collection.settle();
        collection.pass(A_ROUND);
        isEqual();
    }

    private static String id(int number) {
        return String.format("d%05d", number);
    }

    private static RowKey key(int number) {
        return new RowKey(new DocumentId(id(number)), Text.hash("text number" + number));
    }

    private Store.Row row(int number, Vector vector, Metadata metadata) {
        return new Store.Row(key(number), "text number" + number, vector, metadata);
    }

    private Vector vector(int number) {
        String text = "text number" + number;
        return new Vector(
                embedder.embed(List.of(text), io.freshet.spi.Embedder.Purpose.DOCUMENT)
                        .items()
                        .getFirst()
                        .values());
    }

    /// The store changes behind everybody's back.
    private void drift(List<RowKey> lost, List<Store.Row> written) {
        Store.Applied shows = collection.store().applied();
        collection.store().write(lost, written);
        collection.store().publish(shows.history(), shows.version());
    }

    private ReadBack readBack() {
        return collection.storeStatus().readBack().orElseThrow();
    }

    private void isEqual() {
        ReadBack read = readBack();
        assertThat(read.isEqual()).isTrue();
        assertThat(read.digest()).isEqualTo(read.ledgerDigest()).isNotZero();
        assertThat(read.rows()).isEqualTo(collection.chunks()).isEqualTo(read.ledgerRows());
    }

    private ReadBack.Drift found() {
        return collection.storeStatus().drift();
    }

    @Test
    @Tag("I4")
    void rowsThatAStoreLostAreWrittenAgain() {
        fill(30);
        long version = collection.version();
        drift(List.of(key(3), key(7), key(29)), List.of());
        assertThat(collection.find("number7")).isEmpty();

        collection.pass(A_ROUND);

        assertThat(collection.find("number7")).containsExactly(id(7));
        assertThat(found()).isEqualTo(new ReadBack.Drift(3, 0, 0, 0));
        isEqual();
        assertThat(collection.version()).isEqualTo(version);
    }

    @Test
    @Tag("I4")
    void rowsThatAStoreShouldNotHoldAreRemoved() {
        fill(30);
        Store.Row foreign =
                new Store.Row(
                        new RowKey(new DocumentId("zzz"), Text.hash("zzz")),
                        "zzz",
                        vector(1),
                        Metadata.NONE);
        Store.Row stale =
                new Store.Row(
                        new RowKey(new DocumentId(id(4)), Text.hash("old")),
                        "old",
                        vector(1),
                        Metadata.NONE);
        drift(List.of(), List.of(foreign, stale));

        collection.pass(A_ROUND);

        assertThat(found()).isEqualTo(new ReadBack.Drift(0, 2, 0, 0));
        assertThat(collection.store().applied().rows()).isEqualTo(30);
        isEqual();
    }

    @Test
    @Tag("I6")
    void aRowThatHoldsSomethingElseIsWrittenAgain() {
        fill(30);
        int texts = embedder.textCount();
        Metadata team = Metadata.of(Map.of("team", "billing"));
        Store.Row words = new Store.Row(key(12), "other words", vector(12), Metadata.NONE);
        drift(
                List.of(),
                List.of(row(10, vector(11), Metadata.NONE), row(11, vector(11), team), words));

        collection.pass(A_ROUND);

        assertThat(found()).isEqualTo(new ReadBack.Drift(0, 0, 3, 0));
        isEqual();
        assertThat(collection.find("other")).isEmpty();
        assertThat(embedder.textCount()).isEqualTo(texts + 3);
    }

    @Test
    @Tag("I5")
    void aVectorThatIsLostOrOfAnotherWidthIsEmbeddedAgain() {
        fill(30);
        int texts = embedder.textCount();
        collection.kept().lose(key(1).hash());
        collection.kept().damage(key(2).hash(), new Vector(new float[] {1, 2, 3}));

        collection.pass(A_ROUND);

        assertThat(found()).isEqualTo(new ReadBack.Drift(0, 0, 0, 2));
        assertThat(collection.pipeline().drift().mendedVectors()).isEqualTo(2);
        assertThat(embedder.textCount()).isEqualTo(texts + 2);
        assertThat(collection.vectors()).isEqualTo(30);
        isEqual();
    }

    @Test
    void anEmbedderThatIsDownDoesNotKeepTheRestFromBeingMended() {
        fill(30);
        collection.kept().lose(key(1).hash());
        drift(List.of(key(2)), List.of());
        embedder.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("down", Duration.ofSeconds(1))));

        collection.pass(A_ROUND);

        assertThat(collection.find("number2")).containsExactly(id(2));
        assertThat(readBack().drift()).isEqualTo(new ReadBack.Drift(0, 0, 0, 1));
        assertThat(readBack().isEqual()).isFalse();
        embedder.behave();
        collection.pass(A_ROUND);
        isEqual();
    }

    /// More than a page lost in one stretch, at either end too, beside what should not be there.
    @Test
    void driftOfManyPagesIsFound() {
        fill(1900);
        List<RowKey> lost = new ArrayList<>();
        List<Store.Row> extra = new ArrayList<>();
        for (int i = 0; i < 1900; i++) {
            if (i < 3 || (i > 100 && i < 1300) || i > 1890) {
                lost.add(key(i));
            } else if (i % 2 == 0) {
                RowKey other = new RowKey(new DocumentId(id(i) + "x"), Text.hash("x"));
                extra.add(new Store.Row(other, "x", vector(0), Metadata.NONE));
            }
        }
        drift(lost, extra);

        collection.pass(A_ROUND);

        assertThat(found()).isEqualTo(new ReadBack.Drift(lost.size(), extra.size(), 0, 0));
        isEqual();
    }

    @Test
    @Tag("I3")
    void aRoundDuringWhichVersionsAreMadeComparesEachPageAtItsOwn() {
        fill(1900);
        collection.pass(Duration.ofMinutes(4));
        boolean spans = false;
        for (int i = 0; i < 120; i++) {
            collection.offer(List.of(SimCollection.upsert(id(i * 15), "text edited" + i)));
            for (int turn = 0; turn < 3 + i % 40; turn++) {
                collection.turn();
            }
            spans |= readBack().lastVersion() > readBack().firstVersion();
            collection.jump(i % 10 == 9 ? Duration.ofMinutes(5) : Duration.ofSeconds(1));
        }
        collection.pass(Duration.ofSeconds(5));

        assertThat(readBack().isEqual()).isTrue();
        assertThat(spans).isTrue();
        assertThat(found()).isEqualTo(ReadBack.Drift.NONE);
    }

    @Test
    @Tag("I4")
    void aLostVectorWhoseTextIsRefusedHoldsUpNobodyElse() {
        fill(30);
        drift(List.of(key(1), key(2)), List.of());
        collection.kept().lose(key(1).hash());
        collection.kept().lose(key(3).hash());
        embedder.refuse("number1");
        collection.pass(A_ROUND);

        collection.put("another", "fresh words");

        assertThat(collection.find("fresh")).containsExactly("another");
        assertThat(collection.find("number2")).containsExactly(id(2));
        assertThat(collection.find("number1")).isEmpty();
        assertThat(collection.vectors()).as("all but that of number1").isEqualTo(30);

        embedder.forgive();
        collection.pass(A_ROUND);
        assertThat(collection.find("number1")).containsExactly(id(1));
    }

    private Reconcile.Report reconcile(boolean dryRun) {
        Reconcile reconcile = collection.pipeline().reconcile();
        assertThat(reconcile.begin(dryRun)).isTrue();
        assertThat(reconcile.begin(dryRun)).as("one at a time").isFalse();
        collection.settle();
        while (reconcile.report().state() == Reconcile.State.RUNNING) {
            collection.pass(Duration.ofMillis(1));
        }
        assertThat(reconcile.report().state()).isEqualTo(Reconcile.State.DONE);
        return reconcile.report();
    }

    @Test
    void whoeverWaitsForItIsToldThatTheCollectionStops() {
        Reconcile reconcile = collection.pipeline().reconcile();
        assertThat(reconcile.begin(true)).isTrue();

        collection.pipeline().close(Problem.of("stopping", "the collection has stopped"));

        assertThatThrownBy(() -> reconcile.await(Duration.ofDays(1)))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> reconcile.begin(true)).isInstanceOf(Unavailable.class);
    }

    /// A page of the store is compared with what the ledger says of the version that it shows.
    @Test
    @Tag("I3")
    void aStoreThatIsBehindDoesNotDiffer() {
        fill(30);
        long shows = collection.version();
        Instant before = readBack().at();
        collection.stick(true);
        collection.put(id(3), "text of another time");
        collection.put("new", "one more text");
        collection.settle();

        collection.pass(A_ROUND);

        assertThat(collection.lastVersion().number()).isGreaterThan(shows);
        assertThat(readBack().at()).isAfter(before);
        assertThat(readBack().lastVersion()).isEqualTo(shows);
        assertThat(readBack().isEqual()).isTrue();
        assertThat(found()).isEqualTo(ReadBack.Drift.NONE);
        collection.stick(false);
        collection.pass(A_ROUND);
        assertThat(readBack().lastVersion()).isEqualTo(collection.version());
        isEqual();
    }

    private void driftOfEveryKind() {
        RowKey foreign = new RowKey(new DocumentId("zzz"), Text.hash("zzz"));
        drift(
                List.of(key(600), key(601)),
                List.of(
                        row(10, vector(11), Metadata.NONE),
                        new Store.Row(foreign, "zzz", vector(1), Metadata.NONE)));
        collection.kept().lose(key(20).hash());
    }

    @Test
    @Tag("I4")
    void reconcileFindsAndMendsDriftOfEveryKind() {
        fill(1200);
        long version = collection.version();
        driftOfEveryKind();

        Reconcile.Report report = reconcile(false);

        Reconcile.StoreDrift store = report.stores().getFirst();
        assertThat(store.found().drift()).isEqualTo(new ReadBack.Drift(2, 1, 1, 1));
        assertThat(store.found().examples()).hasSize(5);
        assertThat(store.found().isEqual()).isFalse();
        assertThat(store.after().orElseThrow().isEqual()).isTrue();
        assertThat(report.drift()).isEqualTo(5);
        assertThat(collection.find("number600")).containsExactly(id(600));
        assertThat(collection.vectors()).isEqualTo(1200);
        assertThat(collection.version()).isEqualTo(version);
        assertThat(reconcile(false).drift()).isZero();
    }

    @Test
    void aDryRunChangesNothing() {
        fill(1200);
        driftOfEveryKind();
        int texts = embedder.textCount();

        Reconcile.Report report = reconcile(true);

        Reconcile.StoreDrift store = report.stores().getFirst();
        assertThat(store.found().drift()).isEqualTo(new ReadBack.Drift(2, 1, 1, 1));
        assertThat(store.after()).isEmpty();
        assertThat(embedder.textCount()).isEqualTo(texts);
        assertThat(collection.vectors()).isEqualTo(1199);
        assertThat(collection.store().applied().rows()).isEqualTo(1199);
        assertThat(collection.find("number600")).isEmpty();
    }

    @Test
    void equalContentHasEqualDigestsWhateverWayItCame() {
        fill(20);
        long digest = readBack().digest();
        collection.put(id(4), "text of another time");
        collection.pass(A_ROUND);
        assertThat(readBack().digest()).isNotEqualTo(digest);
        collection.put(id(4), "text number4");
        collection.pass(A_ROUND);
        assertThat(readBack().digest()).isEqualTo(digest);
    }
}
