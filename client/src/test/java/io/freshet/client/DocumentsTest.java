package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.client.SearchRequest.Include;
import io.freshet.client.SearchRequest.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Documents in, questions out, against a real server.
final class DocumentsTest {
    private static final Write VISIBLE = Write.await(Duration.ofSeconds(60));
    private static TestServer server;
    private static FreshetClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.inMemory();
        client = FreshetClient.connect(server.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static FreshetCollection made(String name) {
        FreshetCollection collection = client.collection(name);
        collection.create();
        return collection;
    }

    @Test
    void whatIsPutIsThereWithItsMetadataAndChunks() {
        FreshetCollection notes = client.collection("put");
        Content content =
                Content.text("# Refunds\n\nFive days.").metadata(Map.of("team", "billing"));

        Accepted accepted = notes.put("guide/a b?&#ü.md", content, VISIBLE);

        assertThat(accepted.isVisible()).isTrue();
        assertThat(accepted.indexVersion()).isEqualTo(1);
        assertThat(accepted.chunks()).isEqualTo(new ChunkCounts(1, 0, 0));
        Document document = notes.get("guide/a b?&#ü.md");
        assertThat(document.text()).isEqualTo("# Refunds\n\nFive days.");
        assertThat(document.metadata()).containsEntry("team", "billing");
        assertThat(document.chunks()).hasSize(1);
        assertThat(document.chunks().getFirst().headings()).containsExactly("Refunds");
        assertThat(document.updatedAt()).isNotNull();
    }

    @Test
    void bytesAreReadAsTheirMediaTypeSays() {
        FreshetCollection notes = client.collection("bytes");
        byte[] page = "<p>Grüße</p>".getBytes(StandardCharsets.ISO_8859_1);

        notes.put("a", Content.bytes(page, "text/html; charset=iso-8859-1"), VISIBLE);
        notes.events(
                EventsRequest.of(Event.update("b", page, "text/html; charset=iso-8859-1"))
                        .await(Duration.ofSeconds(60)));

        assertThat(notes.get("a").text()).contains("Grüße");
        assertThat(notes.get("b").text()).contains("Grüße");
    }

    @Test
    void metadataIsMergedAndReplaced() {
        FreshetCollection notes = client.collection("metadata");
        notes.put("a", Content.text("text").metadata(Map.of("x", 1, "y", 2)), VISIBLE);

        notes.patch("a", Map.of("y", 3), VISIBLE);
        assertThat(notes.get("a").metadata()).containsEntry("x", 1).containsEntry("y", 3);

        notes.events(
                EventsRequest.of(Event.metadata("a", Map.of("z", true)))
                        .await(Duration.ofSeconds(60)));
        assertThat(notes.get("a").metadata()).isEqualTo(Map.of("z", true));
        assertThat(notes.get("a").text()).isEqualTo("text");
    }

    @Test
    void eventsAreAcceptedOnceForEachId() {
        FreshetCollection notes = client.collection("once");
        Event event = Event.update("a", "text").eventId("e-1").priority(Priority.HIGH);

        Accepted first = notes.events(event, Event.insert("b", "other").sourceVersion(7));
        Accepted again = notes.events(event);

        assertThat(first.accepted()).isEqualTo(2);
        assertThat(first.visible()).isNull();
        assertThat(again.deduplicated()).isEqualTo(1);
        assertThat(again.accepted()).isZero();
    }

    @Test
    void aReplacementDeletesWhatIsNotInIt() {
        FreshetCollection notes = client.collection("replaced");
        notes.events(
                EventsRequest.of(page("m/1"), page("m/2"), page("n/1"))
                        .await(Duration.ofSeconds(60)));

        var request = EventsRequest.of(page("m/3")).replace("m/", 2);
        assertThat(notes.dryRun(request).documents()).isEqualTo(new DocumentCounts(1, 0, 2, 0));
        Accepted replaced = notes.events(request.await(Duration.ofSeconds(60)));

        assertThat(replaced.deleted()).isEqualTo(2);
        assertThat(notes.documents().stream().map(DocumentSummary::documentId))
                .containsExactly("m/3", "n/1");
    }

    private static Event page(String id) {
        return Event.update(id, "Page " + id + ".");
    }

    @Test
    void aSelectionIsDeletedUnlessItIsMoreThanExpected() {
        FreshetCollection notes = client.collection("selected");
        notes.events(
                EventsRequest.of(page("m/1"), page("m/2"), page("n/1"))
                        .await(Duration.ofSeconds(60)));
        Selection manual = Selection.prefix("m/").expect(1);

        var refused =
                catchThrowableOfType(
                        FreshetApiException.class, () -> notes.delete(manual, VISIBLE));
        assertThat(refused.code()).isEqualTo("expect_exceeded");
        assertThat(refused.problem()).containsEntry("matched", 2);

        assertThat(notes.dryRun(manual.expect(2)).documents().deleted()).isEqualTo(2);
        assertThat(notes.delete(manual.expect(2), VISIBLE).deleted()).isEqualTo(2);
        notes.delete(Selection.documents(List.of("n/1")), VISIBLE);
        assertThat(notes.documents().all()).isEmpty();
    }

    @Test
    void aListComesPageByPageAndAsOfAnOlderVersion() {
        FreshetCollection notes = client.collection("listed");
        List<Event> pages =
                IntStream.range(0, 600).mapToObj(i -> page("p%04d".formatted(i))).toList();
        Accepted all = notes.events(EventsRequest.of(pages).atomic().await(Duration.ofSeconds(60)));
        assertThat(all.isVisible()).isTrue();
        notes.delete("p0000", VISIBLE);

        assertThat(notes.documents().stream().map(DocumentSummary::documentId))
                .hasSize(599)
                .doesNotContain("p0000")
                .doesNotHaveDuplicates();
        assertThat(notes.documents(Listing.ALL.atVersion(all.indexVersion()).prefix("p00")).all())
                .hasSize(100);
        Page<DocumentSummary> first = notes.documents().first(2);
        assertThat(first.items()).hasSize(2);
        assertThat(notes.documents().after(first.next(), 1).items().getFirst().documentId())
                .isEqualTo("p0003");
        assertThat(notes.get("p0000", all.indexVersion()).text()).isEqualTo("Page p0000.");
        assertThatThrownBy(() -> notes.get("p0000")).hasMessageContaining("unknown_document");
    }

    @Test
    void aBulkLoadSaysWhichLinesWereRejected() {
        FreshetCollection notes = client.collection("loaded");
        Stream<Event> events =
                Stream.concat(
                        IntStream.range(0, 500).mapToObj(i -> page("p" + i)),
                        Stream.of(Event.update("", "no id")));

        Loaded loaded = notes.load(events);

        assertThat(loaded.accepted()).isEqualTo(500);
        assertThat(loaded.rejected()).isEqualTo(1);
        assertThat(loaded.errors()).hasSize(1);
        assertThat(loaded.errors().getFirst().line()).isEqualTo(501);
        assertThat(loaded.errors().getFirst().code()).isEqualTo("invalid_document_id");
        assertThat(loaded.sequence()).isEqualTo(500);
    }

    @Test
    void whatTheSourceOfALoadThrowsIsThrownToWhoLoads() {
        var broken = new IllegalStateException("the database is gone");
        Stream<Event> events =
                Stream.iterate(0, i -> i + 1)
                        .map(
                                i -> {
                                    if (i == 1000) {
                                        throw broken;
                                    }
                                    return page("p" + i);
                                });

        assertThatThrownBy(() -> client.collection("broken").load(events)).isSameAs(broken);
    }

    @Test
    void aSearchFindsItsOwnWrites() {
        FreshetCollection notes = client.collection("searched");
        notes.put(
                "x", Content.text("Invoices are blue.").metadata(Map.of("team", "sales")), VISIBLE);
        Accepted accepted =
                notes.put(
                        "y",
                        Content.text("Refunds take five days.").metadata(Map.of("team", "billing")),
                        Write.ACCEPTED);

        Hits hits =
                notes.search(
                        SearchRequest.of("how long do refunds take")
                                .k(3)
                                .mode(Mode.KEYWORD)
                                .filter(Map.of("team", Map.of("$in", List.of("billing"))))
                                .include(Include.TEXT, Include.METADATA, Include.VECTOR)
                                .perDocument(1)
                                .context(1)
                                .exact()
                                .minSequence(accepted.sequence())
                                .await(Duration.ofSeconds(60)));

        assertThat(hits.hits()).hasSize(1);
        Hit hit = hits.hits().getFirst();
        assertThat(hit.documentId()).isEqualTo("y");
        assertThat(hit.text()).isEqualTo("Refunds take five days.");
        assertThat(hit.metadata()).containsEntry("team", "billing");
        assertThat(hit.vector()).isNotEmpty();
        assertThat(hit.scores().keyword()).isPositive();
        assertThat(hit.scores().rerank()).isNull();
        assertThat(notes.search("blue").hits()).isNotEmpty();
    }

    @Test
    void aWrongQuestionNamesTheField() {
        FreshetCollection notes = made("asked");

        var wrong =
                catchThrowableOfType(
                        FreshetApiException.class,
                        () -> notes.search(SearchRequest.of("x").filter(Map.of("$nope", 1))));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.code()).isEqualTo("invalid_filter");
        assertThat(wrong.pointer()).hasValueSatisfying(p -> assertThat(p).startsWith("/filter"));
    }

    @Test
    void refreshingWhatIsUnchangedMakesNoVersion() {
        FreshetCollection notes = client.collection("refreshed");
        notes.put("a", "text", VISIBLE);

        assertThat(notes.refresh(VISIBLE).unchanged()).isEqualTo(1);
        assertThat(notes.refresh(List.of("a"), VISIBLE).indexVersion()).isEqualTo(1);
    }
}
