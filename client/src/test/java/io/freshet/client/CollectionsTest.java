package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.sim.MemoryAdapters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Collections, their versions, and what a person looks after, against a real server.
final class CollectionsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Write VISIBLE = Write.await(LONG);
    private static final MemoryAdapters ADAPTERS =
            new MemoryAdapters(new TextExtractor(), new DocumentDecoder());
    private static TestServer server;
    private static FreshetClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.inMemory(ADAPTERS);
        client = FreshetClient.connect(server.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void aCollectionIsMadeChangedListedAndRemoved() {
        FreshetCollection notes = client.collection("made");
        assertThatThrownBy(notes::status).hasMessageContaining("unknown_collection");

        Status made = notes.create(Map.of("freshness_target", "15s"));
        assertThat(made.name()).isEqualTo("made");
        assertThat(made.settings()).containsEntry("freshness_target", "15s");
        notes.create(Map.of("freshness_target", "0s"));
        notes.put("a", "text", VISIBLE);

        Status status = notes.status();
        assertThat(status.documents()).isEqualTo(1);
        assertThat(status.indexVersion()).isEqualTo(1);
        assertThat(status.history()).isNotBlank();
        assertThat(status.stores().getFirst().name()).isEqualTo("embedded");
        assertThat(status.complete().balanced()).isTrue();
        assertThat(client.collections()).extracting(Status::name).contains("made");
        assertThat(client.readiness()).containsEntry("knowledge_base", "serving");

        assertThat(notes.remove()).isEqualTo(new Removed("made", 1, 1));
        assertThatThrownBy(notes::status).hasMessageContaining("unknown_collection");
    }

    @Test
    void versionsAreListedComparedAndGoneBackTo() {
        FreshetCollection notes = client.collection("versions");
        notes.put("a", "one", VISIBLE);
        notes.put("a", "two", VISIBLE);
        notes.put("b", "new", VISIBLE);

        assertThat(notes.versions().list().stream().map(Version::indexVersion))
                .containsExactly(3L, 2L, 1L);
        assertThat(notes.versions().history("a").all())
                .extracting(DocumentChange::eventType)
                .containsExactly("update", "insert");
        List<DocumentDiff> diff = notes.versions().diff(1, 3).all();
        assertThat(diff).extracting(DocumentDiff::documentId).containsExactly("a", "b");
        assertThat(diff.getFirst().chunks().added().getFirst().text()).isEqualTo("two");
        assertThat(diff.getFirst().chunks().removed().getFirst().text()).isEqualTo("one");

        RolledBack back =
                notes.versions().rollback(RollbackRequest.to(1).reason("a \"bad\" import"));
        assertThat(back.indexVersion()).isEqualTo(4);
        assertThat(back.visible()).isTrue();
        assertThat(back.tokens().embedded()).isZero();
        assertThat(notes.get("a").text()).isEqualTo("one");
        assertThat(notes.versions().list().first(1).items().getFirst().cause())
                .isEqualTo("rollback");

        RolledBack again =
                notes.versions()
                        .rollback(RollbackRequest.to(3).documents(List.of("b")).discardWaiting());
        assertThat(again.discarded().documentIds()).isEmpty();
        assertThat(notes.documents().stream().map(DocumentSummary::documentId))
                .containsExactly("a", "b");
    }

    @Test
    void aTaggedVersionIsSearchedByItsNumber() {
        FreshetCollection notes = client.collection("tagged");
        notes.put("a", "Refunds take five days.", VISIBLE);
        notes.versions().tag("release-1", 1);
        notes.put("a", "Invoices are blue.", VISIBLE);
        assertThat(notes.versions().tag("newest")).isEqualTo(2);

        assertThat(notes.versions().tags()).isEqualTo(Map.of("newest", 2L, "release-1", 1L));
        assertThat(notes.versions().list().first(2).items().get(1).tags())
                .containsExactly("release-1");
        SearchRequest then = SearchRequest.of("refunds").atVersion(1);
        assertThat(notes.search(then).indexVersion()).isEqualTo(1);
        assertThat(notes.search(then).hits().getFirst().text())
                .isEqualTo("Refunds take five days.");
        assertThat(notes.versions().untag("newest")).isEqualTo(2);
        assertThat(notes.versions().tags()).containsOnlyKeys("release-1");
        assertThatThrownBy(() -> notes.versions().untag("newest"))
                .hasMessageContaining("unknown_tag");
    }

    @Test
    void whatIsPurgedIsInNoVersion() {
        FreshetCollection notes = client.collection("purged");
        notes.put("customers/1", "Secret.", VISIBLE);
        notes.put("other", "Plain.", VISIBLE);

        Purged purged = notes.purge(Selection.prefix("customers/").expect(1), "erasure request");

        assertThat(purged).isEqualTo(new Purged(1, 3, false));
        assertThatThrownBy(() -> notes.get("customers/1", 1))
                .hasMessageContaining("unknown_document");
        assertThat(notes.versions().list().first(1).items().getFirst().cause()).isEqualTo("purge");
    }

    @Test
    void aWebhookIsMadePausedListedAndRemoved() {
        FreshetCollection notes = client.collection("hooked");
        notes.create();
        WebhookRequest request =
                WebhookRequest.to("https://app.example/hooks")
                        .prefix("guide/")
                        .eventTypes("delete");

        Webhook made = notes.webhooks().put("cache", request);

        assertThat(made.secret()).startsWith("whsec_");
        assertThat(notes.webhooks().pause("cache").state()).isEqualTo("paused");
        assertThat(notes.webhooks().resume("cache").state()).isEqualTo("active");
        assertThat(notes.webhooks().get("cache").secret()).isNull();
        assertThat(notes.webhooks().list().all())
                .extracting(Webhook::name)
                .containsExactly("cache");
        notes.webhooks().remove("cache");
        assertThat(notes.webhooks().list().all()).isEmpty();
    }

    @Test
    void whatIsRefusedForGoodIsADeadLetterThatIsTriedAgainOrDropped() {
        FreshetCollection notes = client.collection("refused");
        notes.create(Map.of("retry", Map.of("attempts_max", 1)));
        ADAPTERS.embedder().refuse("poison");
        try {
            var refused =
                    catchThrowableOfType(
                            FreshetApiException.class, () -> notes.put("bad", "poison", VISIBLE));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("dead_letter");
            Accepted some =
                    notes.events(
                            EventsRequest.of(
                                            Event.update("bad", "poison"),
                                            Event.update("ok", "fine"))
                                    .await(LONG));
            assertThat(some.isVisible()).isFalse();
            assertThat(some.failed().getFirst().documentId()).isEqualTo("bad");
        } finally {
            ADAPTERS.embedder().forgive();
        }

        assertThat(notes.upkeep().deadLetters().all()).hasSize(1);
        DeadLetter letter = notes.upkeep().deadLetter("bad").orElseThrow();
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.place()).isNotNull();
        assertThat(notes.upkeep().deadLetter("ok")).isEmpty();
        assertThat(notes.upkeep().retryDeadLetters(List.of("bad"))).isEqualTo(1);
        assertThat(
                        notes.search(
                                        SearchRequest.of("poison")
                                                .minSequence(letter.sequence())
                                                .await(LONG))
                                .hits())
                .isNotEmpty();
        assertThat(notes.upkeep().retryDeadLetters()).isZero();
        assertThat(notes.upkeep().discardDeadLetters()).isZero();
    }

    @Test
    void nothingIsWithheldHeldOrSkippedWhereThereIsNoSource() {
        FreshetCollection notes = client.collection("upkeep");
        notes.create();

        assertThat(notes.upkeep().withheld().all()).isEmpty();
        assertThat(notes.upkeep().releaseWithheld()).isZero();
        assertThat(notes.upkeep().held().all()).isEmpty();
        assertThat(notes.upkeep().releaseHeld()).isZero();
        assertThat(notes.upkeep().skipped().all()).isEmpty();
    }

    @Test
    void aCollectionIsComparedWithItsStores() {
        FreshetCollection notes = client.collection("reconciled");
        notes.put("a", "text", VISIBLE);

        Reconciled told = notes.upkeep().reconcileDryRun(LONG);
        assertThat(told.dryRun()).isTrue();
        assertThat(told.isOver()).isTrue();
        Reconciled mended = notes.upkeep().reconcile(LONG);
        assertThat(mended.state()).isEqualTo("done");
        assertThat(mended.drift()).isZero();
        assertThat(mended.rowsTotal()).isEqualTo(1);
        assertThat(notes.upkeep().reconciling(Duration.ZERO).finishedAt())
                .isEqualTo(mended.finishedAt());
    }

    @Test
    void theFeedIsReadInPagesToo() {
        FreshetCollection notes = client.collection("pages");
        notes.put("a", "one", VISIBLE);
        notes.put("b", "two", VISIBLE);

        Changes first = notes.changes(null, 3, Duration.ZERO);
        assertThat(first.changes()).hasSize(3);
        Changes rest = notes.changes(first.next(), 10, Duration.ZERO);
        assertThat(rest.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        BatchComplete.class, v -> assertThat(v.indexVersion()).isEqualTo(2));
        assertThat(notes.changes(rest.next(), 10, Duration.ofMillis(10)).changes()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsNotLive() {
        assertThat(client.isLive()).isTrue();
        assertThat(FreshetClient.connect("http://localhost:1").isLive()).isFalse();
    }
}
