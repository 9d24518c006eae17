package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RerankerReaderTest {
    private static final String URL = "url: 'https://api.example.com/v1/rerank'";

    @TempDir private Path directory;

    private Config read(String yaml) throws IOException {
        return WrittenConfig.read(directory, yaml, Map.of("RERANK_KEY", "s3cret"));
    }

    @Test
    void thereIsNoneUnlessItIsConfigured() throws IOException {
        assertThat(read("").rerankers()).isEmpty();
        assertThat(read("rerankers: {}").rerankers()).isEmpty();
    }

    @Test
    void whatIsNotSaidHasADefault() throws IOException {
        assertThat(read("rerankers: {near: {" + URL + "}}").rerankers())
                .containsEntry(
                        "near",
                        new Config.Reranker(
                                "http",
                                URI.create("https://api.example.com/v1/rerank"),
                                "",
                                new Secret(""),
                                Duration.ofSeconds(5),
                                100));
    }

    @Test
    void allOfItIsReadAndTheKeyIsNeverShown() throws IOException {
        Config config =
                read(
                        """
                        rerankers:
                          near:
                            type: tei
                            url: http://localhost:8080/rerank
                            model: a-model
                            key: ${RERANK_KEY}
                            request_timeout: 800ms
                            documents_max: 32
                        """);

        assertThat(config.rerankers().get("near"))
                .isEqualTo(
                        new Config.Reranker(
                                "tei",
                                URI.create("http://localhost:8080/rerank"),
                                "a-model",
                                new Secret("s3cret"),
                                Duration.ofMillis(800),
                                32));
        assertThat(config.lines())
                .filteredOn(line -> line.key().equals("rerankers.near.key"))
                .singleElement()
                .satisfies(line -> assertThat(line.shown()).isEqualTo("***"));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | rerankers.x.url must be given",
                "{url: localhost} | rerankers.x.url must be given",
                "{url: 'ftp://a/b'} | rerankers.x.url must be given",
                "{url: 'http://me:pw@a/b'} | rerankers.x.url must be given",
                "{url: 'http://a/b c'} | rerankers.x.url must be given",
                "{URL, type: cohere} | rerankers.x.type is one of",
                "{URL, request_timeout: 0} | rerankers.x.request_timeout is 1ms to 60s",
                "{URL, request_timeout: 2m} | rerankers.x.request_timeout is 1ms to 60s",
                "{URL, documents_max: 0} | rerankers.x.documents_max is 1 to 1000",
                "{URL, modle: m} | did you mean rerankers.x.model?"
            })
    void aWrongValueStopsTheStart(String section, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("rerankers: {x: " + section.replace("URL", URL) + "}"))
                .withMessageContaining(message);
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsNotQuoted() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("rerankers: {x: {" + URL + ", key: 'hidden word'}}"))
                .withMessageContaining("rerankers.x.key")
                .withMessageNotContaining("hidden");
    }
}
