package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What needs a server with files and a model: out and in again, costs, and the move to another way
/// to embed or cut.
final class FilesAndCostsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Write VISIBLE = Write.await(LONG);

    @TempDir static Path folder;
    private static TestServer server;
    private static FreshetClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestServer.onDisk(folder);
        client = FreshetClient.connect(server.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    /// Its texts are in no other collection: vectors are kept by content, for all of them.
    private static FreshetCollection filled(String name) {
        FreshetCollection notes = client.collection(name);
        notes.put("refunds", "Refunds take five days. " + name, VISIBLE);
        notes.put(
                "invoices",
                ("Invoices are blue, as all know. " + name + "\n\n").repeat(9),
                VISIBLE);
        return notes;
    }

    @Test
    void whatIsExportedIsImportedAsItWasAndNothingIsEmbedded() throws IOException {
        FreshetCollection notes = filled("exported");
        Path file = folder.resolve("notes.ndjson");

        Exported exported = notes.exportTo(file);
        Imported imported = client.collection("imported").importFrom(ImportRequest.of(file));

        assertThat(exported.documents()).isEqualTo(2);
        assertThat(exported.vectors()).isEqualTo(2);
        assertThat(Files.readString(file)).contains(exported.sha256());
        assertThat(folder.resolve("notes.ndjson.part")).doesNotExist();
        assertThat(imported.documents()).isEqualTo(2);
        assertThat(imported.vectors()).isEqualTo(2);
        assertThat(imported.embeddedTokens()).isZero();
        assertThat(imported.failed()).isEmpty();
        assertThat(client.collection("imported").getWithVectors("refunds").chunks())
                .isEqualTo(notes.getWithVectors("refunds").chunks());
        Imported again = notes.importFrom(ImportRequest.of(Files.newInputStream(file)));
        assertThat(again.unchanged()).isEqualTo(2);
    }

    @Test
    void aDamagedExportIsRefusedAndAnotherWayToCutHasItsPriceSaid() throws IOException {
        FreshetCollection notes = filled("moved");
        var lines = new ByteArrayOutputStream();
        notes.exportTo(lines);
        FreshetCollection other = client.collection("other");
        other.create(Map.of("chunking", Map.of("target_tokens", 32)));
        byte[] cut =
                lines.toString(StandardCharsets.UTF_8)
                        .substring(0, 300)
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> other.importFrom(ImportRequest.of(new ByteArrayInputStream(cut))))
                .hasMessageContaining("bad_export");
        ImportRequest whole = ImportRequest.of(new ByteArrayInputStream(lines.toByteArray()));
        var refused =
                catchThrowableOfType(FreshetApiException.class, () -> other.importFrom(whole));
        assertThat(refused.code()).isEqualTo("embedding_needed");
        assertThat(refused.problem()).containsKey("tokens");
        assertThat(
                        other.importFrom(
                                        ImportRequest.of(
                                                        new ByteArrayInputStream(
                                                                lines.toByteArray()))
                                                .embed())
                                .embeddedTokens())
                .isPositive();
    }

    @Test
    void whatTheTargetOfAnExportThrowsIsThrown() {
        FreshetCollection notes = filled("unwritten");
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };

        assertThatThrownBy(() -> notes.exportTo(full))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("no space left");
        assertThatThrownBy(() -> client.collection("nowhere").exportTo(folder.resolve("nothing")))
                .hasMessageContaining("unknown_collection");
        assertThat(folder.resolve("nothing")).doesNotExist();
        assertThat(folder.resolve("nothing.part")).doesNotExist();
    }

    @Test
    void aBackupIsOneFile() throws IOException {
        FreshetCollection notes = filled("backed-up");
        Path all = folder.resolve("all.zip");
        Path one = folder.resolve("one.zip");

        client.backupTo(all);
        notes.backupTo(one);

        try (ZipFile zip = new ZipFile(one.toFile())) {
            assertThat(zip.size()).isPositive();
        }
        assertThat(Files.size(all)).isGreaterThan(Files.size(one));
    }

    @Test
    void whatEmbeddingCostsIsToldAndEstimated() {
        filled("paid").search("how long does a refund take");

        CostReport report = client.cost(CostRequest.ALL.collection("paid"));
        assertThat(report.total().tokens()).isPositive();
        assertThat(report.causes()).extracting(Cost::cause).contains("events", "query");
        assertThat(report.collections()).extracting(Cost::collection).containsExactly("paid");
        LocalDate past = LocalDate.of(2020, 1, 1);
        assertThat(client.cost(CostRequest.ALL.from(past).to(past)).total().tokens()).isZero();

        CostEstimate estimate = client.estimate(10_000_000);
        assertThat(estimate.tokens()).isEqualTo(10_000_000);
        assertThat(estimate.models()).extracting(CostEstimate.Price::model).isNotEmpty();

        Embedder embedder = client.embedders().getFirst();
        assertThat(embedder.dimensions()).isPositive();
        assertThat(embedder.endpoints().getFirst().requests()).isPositive();
        assertThat(client.collection("paid").status().spent().tokens()).isPositive();
    }

    @Test
    void aCollectionMovesToAnotherWayToCutAndBackForItsPrice() {
        FreshetCollection notes = filled("moving");
        CollectionMigrations migrations = notes.migrations();
        MigrationRequest request = MigrationRequest.chunking().targetTokens(32);

        MigrationEstimate would = migrations.dryRun(request);
        assertThat(would.documents()).isEqualTo(2);
        assertThat(would.tokens().toEmbed()).isPositive();
        assertThat(migrations.status().state()).isEqualTo("none");

        assertThat(migrations.begin(request).other().chunking().targetTokens()).isEqualTo(32);
        await().atMost(LONG).until(() -> migrations.status().isReady());
        assertThat(migrations.status().comparison().rows()).isEqualTo(would.chunks());
        assertThat(migrations.switchOver().inForce().chunking().targetTokens()).isEqualTo(32);
        assertThat(notes.status().migration().state()).isEqualTo("switched");
        notes.put("refunds", "Refunds take six days.", VISIBLE);

        var priced =
                catchThrowableOfType(
                        FreshetApiException.class,
                        () -> notes.versions().rollback(RollbackRequest.to(2)));
        assertThat(priced.code()).isEqualTo("other_space");
        RolledBack back = notes.versions().rollback(RollbackRequest.to(2).allowCost());
        assertThat(back.documents().updated()).isEqualTo(1);
        assertThat(back.cause()).isEqualTo("rollback");
        assertThat(migrations.drop().state()).isEqualTo("none");
        assertThatThrownBy(migrations::revert).hasMessageContaining("migration_state");
    }

    @Test
    void whatWouldEmbedMuchAgainWaitsToBeConfirmed() {
        FreshetCollection notes = client.collection("guarded");
        notes.create(Map.of("reembed_guard", Map.of("documents", 1, "share", "10%")));
        notes.events(
                EventsRequest.of(Event.update("a", "One."), Event.update("b", "Two.")).await(LONG));
        assertThat(notes.upkeep().heldReembedding()).isEmpty();

        EventsRequest others =
                EventsRequest.of(Event.update("a", "Other one."), Event.update("b", "Other two."));
        var held =
                catchThrowableOfType(
                        FreshetApiException.class, () -> notes.events(others.atomic().await(LONG)));
        assertThat(held.code()).isEqualTo("deferred");
        Reembedding waiting = notes.upkeep().heldReembedding().orElseThrow();
        assertThat(waiting.documents()).isEqualTo(2);
        long last = notes.status().sequence();
        assertThat(notes.status().reembedding()).isEqualTo(waiting);
        assertThat(notes.upkeep().confirmReembedding()).contains(waiting);
        assertThat(notes.search(SearchRequest.of("other").minSequence(last).await(LONG)).hits())
                .hasSize(2);
        assertThat(notes.upkeep().confirmReembedding()).isEmpty();
        assertThat(notes.get("a").text()).isEqualTo("Other one.");
    }
}
