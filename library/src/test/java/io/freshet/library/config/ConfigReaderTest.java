package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.Backlog;
import io.freshet.Budget;
import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.DeleteGuard;
import io.freshet.DocumentLimits;
import io.freshet.ReembedGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
    @TempDir private Path directory;

    @Test
    void everyKeyHasADefault() throws IOException {
        Config config = read("");
        assertThat(config.server().host()).isEqualTo("localhost");
        assertThat(config.server().port()).isEqualTo(8765);
        assertThat(config.collection(new CollectionName("any")).settings())
                .isEqualTo(CollectionSettings.DEFAULT.with(ReembedGuard.DEFAULT));
        assertThat(config.embedders())
                .containsEntry("local", new Config.BuiltIn("bge-small-en-v1.5"));
        assertThat(config.limits())
                .isEqualTo(
                        new Config.Limits(
                                new Config.Rate(0, 10_000),
                                Budget.NONE,
                                Backlog.DEFAULT,
                                new Config.Sizes(16 << 20, DocumentLimits.DEFAULT, 512 << 10),
                                20_000));
    }

    @Test
    void theFileIsRead() throws IOException {
        Config config =
                read(
                        """
                        server: {port: 9000, allowed_hosts: [a.example, b.example]}
                        embedders:
                          fast: {type: builtin, model: all-minilm-l6-v2}
                        collection_defaults:
                          freshness_target: 15s
                          chunking: {prefix: heading}
                        collections:
                          support: {embedder: fast, retention: {versions: 7}}
                        """);
        assertThat(config.server().port()).isEqualTo(9000);
        assertThat(config.server().allowedHosts()).containsExactly("a.example", "b.example");
        Config.Collection support = config.collection(new CollectionName("support"));
        assertThat(support.embedder()).isEqualTo("fast");
        assertThat(support.settings().retention().versions()).isEqualTo(7);
        assertThat(support.settings().freshnessTarget()).isEqualTo(Duration.ofSeconds(15));
        assertThat(support.settings().chunking().prefix()).isEqualTo(Chunking.Prefix.HEADING);
        assertThat(config.collection(new CollectionName("other")).embedder()).isEqualTo("local");
    }

    @Test
    void flagsGoOverEnvironmentOverFileOverDefaults() throws IOException {
        String yaml = "server: {port: 1, data_dir: file, host: 127.0.0.1}\n";
        var flags =
                new ConfigReader.Flags(
                        Optional.of(file(yaml)),
                        Optional.empty(),
                        Optional.of("3"),
                        Optional.empty());
        Config config =
                ConfigReader.read(flags, Map.of("FRESHET_PORT", "2", "FRESHET_DATA_DIR", "env"));
        assertThat(config.server().port()).isEqualTo(3);
        assertThat(config.server().dataDir()).isEqualTo(Path.of("env"));
        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(origin(config, "server.port")).isEqualTo("--port");
        assertThat(origin(config, "server.data_dir")).isEqualTo("FRESHET_DATA_DIR");
        assertThat(origin(config, "server.host")).endsWith("freshet.yaml:1");
        assertThat(origin(config, "limits.sizes.body")).isEqualTo("default");
    }

    @Test
    void theEnvironmentIsReadInValues() throws IOException {
        var flags =
                new ConfigReader.Flags(
                        Optional.of(file("server: {data_dir: \"${HERE}/data\"}")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Config config = ConfigReader.read(flags, Map.of("HERE", "/tmp/x"));
        assertThat(config.server().dataDir()).isEqualTo(Path.of("/tmp/x/data"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: {prot: 1} | :1: unknown key server.prot; did you mean server.port?",
                "sever: {} | :1: unknown key sever; did you mean server?",
                "limits: {size: {}} | did you mean limits.sizes?",
                "collections: {a: {embeder: b}} | did you mean collections.a.embedder?",
                "zzz: 1 | :1: unknown key zzz",
                "server: {port: high} | server.port is a whole number, not high",
                "server: {port: 70000} | server.port is 0 to 65535, not 70000",
                "server: 5 | server is a section",
                "server: {port: {a: 1}} | server.port is a value",
                "server: {port: [1]} | server.port is no list",
                "server: {host: 0.0.0.0} | server.allow_unauthenticated: true",
                "server: {host: \"${MISSING}\"} | MISSING, which is not set",
                "collections: {Wrong: {embedder: local}} | collections.Wrong",
                "collections: {a: {embedder: far}} | names the embedder far",
                "collections: {a: {freshness_target: 5}} | not a duration",
                "collections: {a: {freshness_target: 2d}} | freshness_target is 0s to 24h",
                "collections: {a: {chunking: {prefix: all}}} | is none, title or heading",
                "embedders: {x: {type: magic}} | embedders.x.type is one of",
                "embedders: {x: {model: gpt}} | embedders.x.model is one of",
                "limits: {sizes: {body: 16}} | not a size",
                "collection_defaults: {delete_guard: {share: 10}} | share (0% to 100%)",
                "collections: {a: {delete_guard: {share: 101%}}} | share (0% to 100%)",
                "collections: {a: {delete_guard: {documents: -1}}} | documents is 0 to",
                "collection_defaults: {search: {analysis: klingon}} | search.analysis is standard",
                "collection_defaults: {search: {bm25: {k1: -0.1}}} | search.bm25.k1 is 0 to 10, not"
                        + " -0.1",
                "collection_defaults: {search: {bm25: {b: 1.01}}} | search.bm25.b is 0 to 1, not"
                        + " 1.01",
                "collection_defaults: {search: {bm25: {b: NaN}}} | search.bm25.b is a number, not"
                        + " NaN",
                "collections: {a: {search: {fusion: {method: sum}}}} | is rrf or weighted_sum, not"
                        + " sum",
                "collections: {a: {search: {fusion: {k: 0}}}} | search.fusion.k is 0.01 to 1000,"
                        + " not 0",
                "collections: {a: {search: {fusion: {vector_weight: 2}}}} | vector_weight is 0 to"
                        + " 1",
                "collections: {a: {search: {depth: 9}}} | search.depth is 10 to 1000, not 9",
                "collections: {a: {search: {depht: 10}}} | collections.a.search.depth",
                "server: {port: 1, port: 2} | not valid YAML",
                "[a] | the file holds keys and values",
            })
    void aMistakeStopsTheStartAndSaysWhere(String yaml, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(yaml))
                .withMessageContaining(message);
    }

    @Test
    void theGuardOfDeletesIsRead() throws IOException {
        Config config =
                read(
                        """
                        collection_defaults: {delete_guard: {documents: 3, share: 12.5%}}
                        collections: {a: {delete_guard: {confirm_after: 1h}}}
                        """);
        assertThat(config.collection(new CollectionName("a")).settings().deleteGuard())
                .isEqualTo(new DeleteGuard(3, 0.125, Duration.ofHours(1)));
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        var flags =
                new ConfigReader.Flags(
                        Optional.of(directory.resolve("none.yaml").toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigReader.read(flags, Map.of()))
                .withMessageContaining("none.yaml");
    }

    private Config read(String yaml) throws IOException {
        return ConfigReader.read(
                new ConfigReader.Flags(
                        Optional.of(file(yaml)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("freshet.yaml"), yaml).toString();
    }

    private static String origin(Config config, String key) {
        return config.lines().stream()
                .filter(line -> line.key().equals(key))
                .findFirst()
                .orElseThrow()
                .origin();
    }
}
