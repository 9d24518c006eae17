package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Refused;
import io.freshet.Purge;
import io.freshet.engine.Purged;
import io.freshet.engine.Visibility;
import io.freshet.library.backup.BadBackupException;
import io.freshet.library.export.BadExportException;
import io.freshet.sim.CountingEmbedder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done to collections as a whole, within a process.
final class CopiesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path work;
    private final CountingEmbedder house = new CountingEmbedder();

    private FreshetSettings settings(String data) {
        return FreshetSettings.in(work.resolve(data))
                .embedder("house", house)
                .set("collection_defaults.embedder", "house");
    }

    @Test
    @Tag("I5")
    void aCopyHoldsWhatIsThereAndNothingIsEmbeddedForIt() throws Exception {
        Path backup = work.resolve("all.backup");
        Path lines = work.resolve("docs.ndjson");
        try (Freshet freshet = Freshet.open(settings("data"))) {
            FreshetCollection docs = freshet.collection("docs");
            for (var sent :
                    List.of(
                            docs.put("a", "Apples and pears."),
                            docs.put("secret", "Nobody may know."))) {
                assertThat(docs.awaitSearchable(sent, LONG)).isEqualTo(Visibility.VISIBLE);
            }
            Purge purge = new Purge("", List.of(new DocumentId("secret")), Instant.now());
            assertThat(docs.purge(purge, OptionalLong.of(1))).isInstanceOf(Purged.Done.class);
            assertThat(docs.confirmReembedding()).as("nothing is held").isEmpty();

            freshet.backUp(backup);
            try (OutputStream out = Files.newOutputStream(lines)) {
                docs.export(out);
            }
        }
        house.reset();

        assertThat(Freshet.restore(backup, work.resolve("restored")))
                .contains(new CollectionName("docs"));
        assertThatThrownBy(() -> Freshet.restore(backup, work.resolve("restored")))
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining("already");
        try (Freshet freshet = Freshet.open(settings("restored"))) {
            FreshetCollection docs = freshet.collection("docs");
            assertThat(docs.documents("", Optional.empty(), 10))
                    .extracting(document -> document.document().value())
                    .containsExactly("a");

            FreshetCollection other = freshet.collection("other");
            assertThat(other.importFrom(lines, false).documents()).isOne();
            assertThat(other.document("a").orElseThrow().content().text())
                    .isEqualTo("Apples and pears.");
        }
        assertThat(house.texts()).isEmpty();
    }

    @Test
    void anImportThatCostsOrIsDamagedOrTooLargeTakesNothing() throws Exception {
        Path lines = work.resolve("docs.ndjson");
        try (Freshet freshet = Freshet.open(settings("data"))) {
            FreshetCollection docs = freshet.collection("docs");
            docs.awaitSearchable(docs.put("a", "Apples and pears."), LONG);
            try (OutputStream out = Files.newOutputStream(lines)) {
                docs.export(out);
            }
        }
        FreshetSettings another =
                settings("small").embedder("house", new CountingEmbedder("other", house.limits()));
        try (Freshet freshet = Freshet.open(another)) {
            FreshetCollection docs = freshet.collection("docs");
            assertThatThrownBy(() -> docs.importFrom(lines, false))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("1 of 1 chunks")
                    .hasMessageContaining("allow the cost");
            assertThat(docs.document("a")).isEmpty();
        }
        try (Freshet freshet = Freshet.open(another.set("limits.sizes.document", "10B"))) {
            FreshetCollection docs = freshet.collection("docs");
            assertThatThrownBy(() -> docs.importFrom(lines, true))
                    .isInstanceOf(BadExportException.class)
                    .hasMessageContaining("document \"a\" is too large here")
                    .hasMessageContaining("limits.sizes");
            Files.writeString(lines, Files.readString(lines).replace("pears", "plums"));
            assertThatThrownBy(() -> docs.importFrom(lines, true))
                    .isInstanceOf(BadExportException.class);
            assertThat(docs.document("a")).isEmpty();
        }
    }
}
