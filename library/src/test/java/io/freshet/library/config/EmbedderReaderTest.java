package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbedderReaderTest {
    private static final String ENDPOINT = "endpoints: [{url: 'http://localhost:1/v1'}]";

    @TempDir private Path directory;

    private Config read(String yaml) throws IOException {
        return WrittenConfig.read(directory, yaml, Map.of("EMBED_KEY", "s3cret"));
    }

    @Test
    void whatIsNotSaidHasADefault() throws IOException {
        Config config =
                read("embedders: {far: {type: openai, model: m, dimensions: 3, " + ENDPOINT + "}}");

        assertThat(config.embedders())
                .containsEntry("local", new Config.BuiltIn("bge-small-en-v1.5"))
                .containsEntry(
                        "far",
                        new Config.OpenAi(
                                "m",
                                3,
                                false,
                                new Config.Wording("", "", "dimensions", "", ""),
                                "",
                                8191,
                                100,
                                250_000,
                                8,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                List.of(
                                        new Config.Endpoint(
                                                "localhost",
                                                URI.create("http://localhost:1/v1"),
                                                new Config.Access(
                                                        new Secret(""),
                                                        "embedders.far.endpoints.0.key (default)",
                                                        List.of(),
                                                        ""),
                                                "",
                                                "",
                                                "",
                                                0))));
    }

    @Test
    void aDirectoryWithAModelStartsWhereTheFileLies() throws IOException {
        Config config =
                read(
                        """
                        embedders:
                          plain: {type: onnx, path: models/e5-small-v2, pooling: mean}
                          told: {type: onnx, path: /m, model: e5, pooling: cls, normalise: false,
                            dimensions: 128, document_prefix: "passage: ", query_prefix: "query: ",
                            input_tokens_max: 256}
                        """);

        assertThat(config.embedders())
                .containsEntry(
                        "plain",
                        new Config.Onnx(
                                directory.resolve("models/e5-small-v2"),
                                "e5-small-v2",
                                "mean",
                                true,
                                0,
                                "",
                                "",
                                512))
                .containsEntry(
                        "told",
                        new Config.Onnx(
                                Path.of("/m"),
                                "e5",
                                "cls",
                                false,
                                128,
                                "passage: ",
                                "query: ",
                                256));
    }

    @Test
    void aModelOfLangChainIsToldWhatItsBuilderTakesAndNoneOfItIsShown() throws IOException {
        Config config =
                read(
                        """
                        embedders:
                          far:
                            type: langchain4j
                            class: dev.langchain4j.model.cohere.CohereEmbeddingModel
                            model: embed-v4
                            dimensions: 1024
                            settings: {apiKey: "${EMBED_KEY}", logRequests: true}
                        """);

        assertThat(config.embedders().get("far"))
                .isInstanceOfSatisfying(
                        Config.LangChain.class,
                        model -> {
                            assertThat(model.origin())
                                    .isInstanceOfSatisfying(
                                            LangChainClass.class,
                                            made ->
                                                    assertThat(made.builder())
                                                            .containsExactly(
                                                                    Map.entry(
                                                                            "apiKey",
                                                                            new Secret("s3cret")),
                                                                    Map.entry(
                                                                            "logRequests",
                                                                            new Secret("true"))));
                            assertThat(model.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
                        });
        assertThat(config.lines())
                .filteredOn(line -> line.key().endsWith(".apiKey"))
                .singleElement()
                .satisfies(line -> assertThat(line.shown()).isEqualTo("***"));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void allOfItIsReadAndTheKeyIsNeverShown() throws IOException {
        Config config =
                read(
                        """
                        embedders:
                          far:
                            type: openai
                            model: text-embedding-3-small
                            dimensions: 512
                            shorten: true
                            document_prefix: "passage: "
                            query_prefix: "query: "
                            dimensions_field: output_dimension
                            document_input_type: document
                            query_input_type: query
                            revision: "2"
                            input_tokens_max: 512
                            batch_texts_max: 7
                            batch_tokens_max: 1000
                            concurrency_max: 2
                            connect_timeout: 1s
                            request_timeout: 2s
                            endpoints:
                              - {name: direct, url: "https://api.example.com/v1", key: "${EMBED_KEY}", key_prefixes: [s3, hs_], tokens_per_minute_max: 9}
                              - {name: azure, url: "https://example.openai.azure.com", key: "${EMBED_KEY}", deployment: small, api_version: "2024-10-21", model: "azure/small"}
                        collections: {docs: {embedder: far}}
                        """);

        assertThat(config.embedders().get("far"))
                .isEqualTo(
                        new Config.OpenAi(
                                "text-embedding-3-small",
                                512,
                                true,
                                new Config.Wording(
                                        "passage: ",
                                        "query: ",
                                        "output_dimension",
                                        "document",
                                        "query"),
                                "2",
                                512,
                                7,
                                1000,
                                2,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                List.of(direct(), azure())));
        assertThat(config.lines())
                .filteredOn(line -> line.key().endsWith(".key"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.shown()).isEqualTo("***"));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    private static Config.Endpoint direct() {
        URI url = URI.create("https://api.example.com/v1");
        return new Config.Endpoint("direct", url, access(List.of("s3", "hs_"), ""), "", "", "", 9);
    }

    private static Config.Endpoint azure() {
        return new Config.Endpoint(
                "azure",
                URI.create("https://example.openai.azure.com"),
                access(List.of(), "api-key"),
                "azure/small",
                "small",
                "2024-10-21",
                0);
    }

    private static Config.Access access(List<String> prefixes, String header) {
        return new Config.Access(new Secret("s3cret"), "${EMBED_KEY}", prefixes, header);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: openai} | embedders.x.model must be given",
                "{type: openai, model: m} | embedders.x.dimensions must be given",
                "{type: openai, model: m, dimensions: 0} | embedders.x.dimensions is 1 to 4096",
                "{type: openai, model: m, dimensions: 3} | embedders.x.endpoints must hold at least"
                        + " one",
                "{type: openai, model: m, dimensions: 3, endpoints: [{name: a, url: 'http://h'},"
                        + " {name: a, url: 'http://i'}]} | embedders.x.endpoints.1.name must differ",
                "{type: openai, model: m, dimensions: 3, endpoints: [{url: 'http://h', deployment:"
                        + " a/b}]} | embedders.x.endpoints.0.deployment holds letters",
                "{type: openai, model: m, dimensions: 3, endpoints: [{url: nowhere}]} |"
                        + " embedders.x.endpoints.0.url must be given",
                "{type: openai, model: m, dimensions: 3, END, batch_texts_max: 0} |"
                        + " embedders.x.batch_texts_max is 1 to 10000",
                "{type: openai, model: m, dimensions: 3, END, request_timeout: 0} |"
                        + " embedders.x.request_timeout is 1ms to 10m",
                "{type: openai, model: m, dimensionz: 3, END} | did you mean"
                        + " embedders.x.dimensions?",
                "{type: cohere} | embedders.x.type is one of",
                "{type: builtin, model: m} | embedders.x.model is one of",
                "{type: builtin, dimensions: 3} | embedders.x.dimensions is not for an embedder of"
                        + " type builtin",
                "{type: openai, pooling: cls} | embedders.x.pooling is not for an embedder of type"
                        + " openai",
                "{type: onnx, path: m, pooling: cls, shorten: true} | embedders.x.shorten is not"
                        + " for an embedder of type onnx",
                "{type: langchain4j, model: m, dimensions: 3} | embedders.x.class must be given",
                "{type: langchain4j, class: a.B, dimensions: 3} | embedders.x.model must be given",
                "{type: langchain4j, class: a.B, model: m} | embedders.x.dimensions must be given",
                "{type: builtin, settings: {apiKey: x}} | embedders.x.settings are for an embedder"
                        + " of type langchain4j",
                "{type: onnx, pooling: cls} | embedders.x.path must be given: the directory",
                "{type: onnx, path: m} | embedders.x.pooling must be given, as the model's maker"
                        + " says: one of [cls, mean, last, model]",
                "{type: onnx, path: m, pooling: cls, input_tokens_max: 2} |"
                        + " embedders.x.input_tokens_max is",
                "{type: builtin, END} | embedders.x.endpoints are for an embedder of type openai"
            })
    void whatCannotBeUsedSaysWhy(String section, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("embedders: {x: " + section.replace("END", ENDPOINT) + "}"))
                .withMessageContaining(why);
    }
}
