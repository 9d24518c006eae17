package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.CollectionName;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.SearchRequest;
import io.freshet.Submission;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigReader;
import io.freshet.spi.Reranker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real adapters, together.
final class AssemblyTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final SearchRequest REFUNDS =
            new SearchRequest(
                    "how are refunds paid",
                    Optional.empty(),
                    SearchRequest.Mode.HYBRID,
                    3,
                    SearchRequest.Scope.ALL,
                    0,
                    0,
                    false);

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path data;

    @Test
    void whatWasSearchableIsSearchableAfterARestart() throws InterruptedException {
        Config config = ConfigReader.read(ConfigReader.Flags.NONE, Map.of());
        try (Engine engine = opened(config)) {
            Shard docs = engine.create(DOCS);
            Admission admission = docs.submitTracked(refunds());
            assertThat(admission).isInstanceOf(Admission.Accepted.class);
            assertThat(docs.await((Admission.Accepted) admission, LONG).visible()).isTrue();
            assertThat(docs.search(REFUNDS).hits()).hasSize(1);
        }
        assertThat(Files.exists(data.resolve("collections/docs/journal.db"))).isTrue();
        try (Engine engine = opened(config)) {
            Shard docs = engine.find(DOCS).orElseThrow();
            org.awaitility.Awaitility.await().atMost(LONG).until(docs::isReady);
            assertThat(docs.search(REFUNDS).hits().getFirst().text())
                    .isEqualTo("Refunds are paid within five days.");
        }
    }

    @Test
    void theRerankersThatAreConfiguredAreThere() throws IOException {
        Path file = data.resolve("freshet.yaml");
        Files.writeString(
                file,
                """
                rerankers:
                  far: {type: voyage, url: 'https://a.example/v1/rerank', documents_max: 7}
                  near: {type: tei, url: 'http://localhost:1/rerank', request_timeout: 800ms}
                """);
        var flags =
                new ConfigReader.Flags(
                        Optional.of(file.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Homes homes = new Homes(data);
        var configs = new CollectionConfigs(ConfigReader.read(flags, Map.of()), homes);

        var rerankers = new Assembly(configs, homes).rerankers();

        assertThat(rerankers.keySet()).containsExactly("far", "near");
        assertThat(rerankers.get("far").limits().documents()).isEqualTo(7);
        assertThat(rerankers.get("near").limits().deadline()).isEqualTo(Duration.ofMillis(800));
        rerankers.values().forEach(Reranker::close);
    }

    private Engine opened(Config config) {
        Homes homes = new Homes(data);
        CollectionConfigs configs = new CollectionConfigs(config, homes);
        return Engine.open(new Assembly(configs, homes), name -> configs.of(name).settings());
    }

    private static Submission refunds() {
        return new Submission(
                List.of(
                        new IndexEvent(
                                List.of(new DocumentId("refunds")),
                                new Change.Upsert(
                                        Optional.of(
                                                new Content(
                                                        Format.MARKDOWN,
                                                        "Refunds are paid within five days.")),
                                        new Change.MetadataChange.Replace(Metadata.NONE)),
                                Priority.NORMAL,
                                OptionalLong.empty(),
                                Optional.empty(),
                                Instant.now())),
                false);
    }
}
