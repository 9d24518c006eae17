package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.CollectionName;
import io.freshet.spi.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FolderReaderTest {
    private static final CollectionName DOCS = new CollectionName("docs");

    @TempDir private Path directory;

    @Test
    void aFolderNeedsNothingButItsPath() throws IOException {
        Config config =
                read("collections: {docs: {sources: [{type: folder, path: ./a/../manual}]}}");
        assertThat(config.collection(DOCS).folders())
                .containsExactly(
                        new Config.Folder(
                                "folder",
                                directory.resolve("manual"),
                                "",
                                List.of(),
                                List.of(),
                                false,
                                new Source.Pace(
                                        Duration.ofMillis(50),
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(10))));
        assertThat(config.collection(new CollectionName("other")).folders()).isEmpty();
    }

    @Test
    void everyKeyOfAFolderIsRead() throws IOException {
        Config config =
                read(
                        """
                        collections:
                          docs:
                            embedder: local
                            sources:
                              - type: folder
                                path: /srv/manual
                                prefix: manual/
                                include: ["**/*.md"]
                                exclude: [drafts/, "*.tmp.md"]
                                follow_links: true
                                still: 1s
                                still_max: 5s
                                rescan: 1h
                              - {path: wiki, prefix: wiki/, name: the wiki}
                        """);
        assertThat(config.collection(DOCS).folders())
                .containsExactly(
                        new Config.Folder(
                                "folder:manual/",
                                Path.of("/srv/manual"),
                                "manual/",
                                List.of("**/*.md"),
                                List.of("drafts/", "*.tmp.md"),
                                true,
                                new Source.Pace(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(5),
                                        Duration.ofHours(1))),
                        new Config.Folder(
                                "the wiki",
                                directory.resolve("wiki"),
                                "wiki/",
                                List.of(),
                                List.of(),
                                false,
                                new Source.Pace(
                                        Duration.ofMillis(50),
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(10))));
        assertThat(config.lines())
                .filteredOn(line -> line.key().equals("collections.docs.sources.0.include"))
                .singleElement()
                .satisfies(line -> assertThat(line.shown()).isEqualTo("[**/*.md]"));
    }

    @Test
    void aFlagAddsAFolder() throws IOException {
        Config config =
                read(
                        "collections: {docs: {sources: [{path: a}]}}",
                        new ConfigReader.FolderFlag(new CollectionName("wiki"), Path.of("/c")));
        assertThat(config.collections()).containsOnlyKeys(DOCS, new CollectionName("wiki"));
        assertThat(config.lines())
                .anySatisfy(
                        line -> {
                            assertThat(line.key()).isEqualTo("collections.wiki.sources.0.path");
                            assertThat(line.shown()).isEqualTo("/c");
                            assertThat(line.origin()).isEqualTo("--folder");
                        });
    }

    @Test
    void twoFoldersOfOneCollectionAreKeptApartByTheirPrefix() throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                read(
                                        "",
                                        new ConfigReader.FolderFlag(DOCS, Path.of("/b")),
                                        new ConfigReader.FolderFlag(DOCS, Path.of("/c"))))
                .withMessageStartingWith("--folder: collections.docs.sources.1.path")
                .withMessageContaining("give each source a prefix of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | sources is a list",
                "5 | sources is a list",
                "[a] | sources is a list of sections",
                "[{type: folder}] | sources.0.path is missing",
                "[{type: git, path: a}] | :1: collections.docs.sources.0.type is folder, not git",
                "[{pth: a}] | did you mean collections.docs.sources.0.path?",
                "[{path: a, include: x}] | ok",
                "[{path: a, include: {x: y}}] | include is a value, not a section",
                "[{path: a, follow_links: maybe}] | is true or false",
                "[{path: a, still: 2s}] | still_max is not below still",
                "[{path: a, rescan: 0}] | rescan is above 0",
                "[{path: a, prefix: x}, {path: b, prefix: xy}] | a prefix of its own",
                "[{path: a, prefix: x, name: n}, {path: b, prefix: y, name: n}] | a name of its own",
            })
    void aMistakeStopsTheStartAndSaysWhere(String sources, String message) throws IOException {
        String yaml = "collections: {docs: {sources: " + sources + "}}";
        if (message.equals("ok")) {
            assertThat(read(yaml).collection(DOCS).folders().getFirst().include())
                    .containsExactly("x");
            return;
        }
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(yaml))
                .withMessageContaining(message);
    }

    private Config read(String yaml, ConfigReader.FolderFlag... folders) throws IOException {
        Path file = Files.writeString(directory.resolve("freshet.yaml"), yaml);
        return ConfigReader.read(
                new ConfigReader.Flags(
                        Optional.of(file.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(folders)),
                Map.of());
    }
}
