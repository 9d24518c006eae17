package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission;
import io.freshet.Announcement;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.FreshetException.Refused;
import io.freshet.Position;
import io.freshet.SearchResult;
import io.freshet.engine.Visibility;
import io.freshet.library.config.ConfigException;
import io.freshet.spi.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Freshet within a process, with its real adapters and the model that comes with it.
final class FreshetTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path work;

    private FreshetSettings settings() {
        return FreshetSettings.in(work.resolve("data"));
    }

    private static void searchable(FreshetCollection collection, Admission.Accepted sent)
            throws InterruptedException {
        assertThat(collection.awaitSearchable(sent, LONG)).isEqualTo(Visibility.VISIBLE);
    }

    private static List<String> found(FreshetCollection collection, String question)
            throws InterruptedException {
        return collection.search(question).hits().stream()
                .map(hit -> hit.chunk().document().value())
                .toList();
    }

    @Test
    void aDocumentIsFoundUntilItIsDeletedAndComesBackByARollback() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            searchable(docs, docs.put("refunds.md", "# Refunds\n\nMoney back within 14 days."));
            searchable(
                    docs,
                    docs.put(
                            "hours.txt",
                            new Content(Format.PLAIN, "We are open from nine to five."),
                            Map.of("team", "front", "floors", List.of(1, 2))));
            long both = docs.status().searchable();

            assertThat(found(docs, "how do refunds work")).startsWith("refunds.md");
            assertThat(docs.document("hours.txt").orElseThrow().metadata().values())
                    .containsEntry("team", "front");
            assertThat(docs.documents("", Optional.empty(), 10)).hasSize(2);
            assertThat(docs.versions(10)).hasSize(2);

            searchable(docs, docs.delete("refunds.md"));
            assertThat(found(docs, "how do refunds work")).doesNotContain("refunds.md");
            assertThat(docs.document("refunds.md")).isEmpty();

            assertThat(docs.rollBack(both, LONG).rolledBack())
                    .isInstanceOf(Ledger.RolledBack.Done.class);
            SearchResult result = docs.search("how do refunds work");
            assertThat(result.indexVersion()).isEqualTo(both + 2);
            assertThat(result.hits().getFirst().text()).contains("14 days");
        }
    }

    @Test
    @Tag("I1")
    @Tag("I9")
    void whatWasSentAndReadIsThereAfterARestart() throws Exception {
        List<Announcement> read = new CopyOnWriteArrayList<>();
        Position handled;
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            try (Subscription changes = docs.subscribe(Optional.empty(), read::add)) {
                searchable(docs, docs.put("a", "one text"));
                Awaitility.await().atMost(LONG).until(() -> read.size() == 2);
                handled = changes.position();
            }
            searchable(docs, docs.put("b", "another text"));
            docs.put("c", "accepted just before the end");
        }
        assertThat(read).hasSize(2);
        try (Freshet freshet = Freshet.open(settings())) {
            assertThat(freshet.collections()).extracting(Object::toString).contains("docs");
            FreshetCollection docs = freshet.collection("docs");
            try (Subscription _ = docs.subscribe(Optional.of(handled), read::add)) {
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> documents(read).equals(List.of("a", "b", "c")));
            }
            assertThat(freshet.delete("docs")).isTrue();
            assertThat(freshet.delete("docs")).isFalse();
        }
    }

    private static List<String> documents(List<Announcement> read) {
        return read.stream()
                .filter(Announcement.DocumentChanged.class::isInstance)
                .map(each -> ((Announcement.DocumentChanged) each).document().value())
                .toList();
    }

    @Test
    void aListenerThatThrowsEndsItsSubscriptionBeforeTheChange() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            Position before = docs.shard().feed().now();
            try (Subscription changes =
                    docs.subscribe(
                            Optional.empty(),
                            _ -> {
                                throw new IllegalStateException("not today");
                            })) {
                docs.put("a", "one text");
                Awaitility.await().atMost(LONG).until(() -> changes.failure().isPresent());
                assertThat(changes.failure().orElseThrow()).hasMessage("not today");
                assertThat(changes.position()).isEqualTo(before);
            }
        }
    }

    @Test
    void aPositionOfAnotherHistoryIsToldAsAGap() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            try (Subscription changes =
                    docs.subscribe(Optional.of(Position.complete("foreign", 7)), _ -> {})) {
                Awaitility.await().atMost(LONG).until(() -> changes.failure().isPresent());
                assertThat(changes.failure().orElseThrow())
                        .isInstanceOf(Subscription.Expired.class)
                        .hasMessageContaining("index_version=0");
            }
        }
    }

    @Test
    void whatTheFileCanSayTheSettingsCan() throws Exception {
        Path folder = Files.createDirectories(work.resolve("handbook"));
        Files.writeString(folder.resolve("leave.md"), "Leave is asked for by the form.");
        FreshetSettings settings =
                settings()
                        .set("embedders.local.model", "all-minilm-l6-v2")
                        .set("collections.docs.retention", Map.of("versions", 7, "age", "1d"))
                        .set("collections.docs.chunking.target_tokens", 64)
                        .folder("docs", folder);
        try (Freshet freshet = Freshet.open(settings)) {
            FreshetCollection docs = freshet.collection("docs");
            Awaitility.await().atMost(LONG).until(() -> docs.document("leave.md").isPresent());
            assertThat(docs.document("leave.md").orElseThrow().content().text())
                    .contains("by the form");
        }
    }

    @Test
    void aSettingThatCannotBeUsedIsNamedWithTheRemedy() {
        assertThatThrownBy(
                        () -> Freshet.open(settings().set("collections.docs.retension.age", "1d")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collections.docs.retension")
                .hasMessageContaining("did you mean");
        assertThatThrownBy(() -> Freshet.open(settings().set("limits.sizes.body", "much")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("limits.sizes.body");
    }

    @Test
    void anotherOneCannotUseTheSameDirectory() throws Exception {
        try (Freshet _ = Freshet.open(settings())) {
            assertThatThrownBy(() -> Freshet.open(settings()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
        }
        Freshet.open(settings()).close();
    }

    @Test
    void whatWillNeverBeTakenIsRefusedAtOnce() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            var noText =
                    new io.freshet.IndexEvent(
                            List.of(new io.freshet.DocumentId("unknown")),
                            new io.freshet.Change.Upsert(
                                    Optional.empty(), new io.freshet.Change.MetadataChange.Keep()),
                            io.freshet.Priority.NORMAL,
                            java.util.OptionalLong.empty(),
                            Optional.empty(),
                            java.time.Instant.EPOCH);
            assertThatThrownBy(() -> docs.send(List.of(noText)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("needs its text");
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAsOverHttp() throws Exception {
        FreshetSettings small =
                settings().set("limits.sizes", Map.of("document", "1KiB", "metadata", "100B"));
        try (Freshet freshet = Freshet.open(small)) {
            FreshetCollection docs = freshet.collection("docs");
            docs.put("fits", "x".repeat(1024));
            assertThatThrownBy(() -> docs.put("large", "x".repeat(1025)))
                    .isInstanceOf(Refused.class)
                    .hasMessage("/events/0/text: a document has at most 1024 bytes of text");
            Content text = new Content(Format.PLAIN, "short");
            assertThatThrownBy(() -> docs.put("large", text, Map.of("k", "x".repeat(100))))
                    .isInstanceOf(Refused.class)
                    .hasMessage("/events/0/metadata: metadata has at most 100 bytes of JSON");
        }
    }
}
