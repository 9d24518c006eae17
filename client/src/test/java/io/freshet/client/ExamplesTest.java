package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The examples and what the pages show, as a newcomer runs them: `java FILE`, with the language of
/// Java 17, against a server that has the real model.
final class ExamplesTest {
    private static final int SECONDS_MAX = 600;
    private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");
    private static final List<String> PAGES =
            List.of("README.md", "docs/java-client.md", "docs/clients.md");

    @TempDir static Path directory;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.onDisk(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSubscriberIsToldWhatTheEmitterSends() throws Exception {
        assertThat(run(example("EmitAndFollow")))
                .containsExactly(
                        "insert refunds",
                        "version complete",
                        "update refunds",
                        "version complete",
                        "delete refunds",
                        "version complete");
    }

    @Test
    void aCacheIsKeptFreshFromTheFeed() throws Exception {
        assertThat(run(example("FreshCache")))
                .containsExactly("Tea is 2 euros.", "Tea is 3 euros.", "(not there)");
    }

    @Test
    void anApplicationSearchesItsOwnRecords() throws Exception {
        assertThat(run(example("RecordSearch")))
                .containsExactly("loaded 0 rejected", "products/1 79.5", "products/3 15.5");
    }

    @Test
    void everyExampleIsRunHere() throws Exception {
        try (Stream<Path> files = Files.list(root().resolve("examples/java"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "EmitAndFollow.java", "FreshCache.java", "RecordSearch.java");
        }
    }

    @Test
    void whatThePagesShowRunsAsItStands() throws Exception {
        StringBuilder program =
                new StringBuilder(
                        """
                        import io.freshet.client.*;
                        import java.nio.file.Path;
                        import java.time.*;
                        import java.util.*;
                        import java.util.concurrent.*;
                        import java.util.stream.*;
                        class Snippets {
                          public static void main(String[] args) throws Exception {
                        """);
        int snippets = 0;
        for (String page : PAGES) {
            for (MatchResult found :
                    SNIPPET.matcher(Files.readString(root().resolve(page))).results().toList()) {
                assertThat(found.group(1)).contains("http://localhost:8765");
                program.append("{\n").append(found.group(1)).append("}\n");
                snippets++;
            }
        }
        Path file = directory.resolve("Snippets.java");
        String text = program.append("}}\n").toString();
        Files.writeString(file, text.replace("http://localhost:8765", server.url()));

        assertThat(snippets).isGreaterThanOrEqualTo(4);
        assertThat(run(file)).isNotEmpty();
    }

    private static Path example(String name) {
        return root().resolve("examples/java/" + name + ".java");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("examples")) ? here : here.getParent();
    }

    private static List<String> run(Path file) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = Files.createTempFile(directory, "output", ".log");
        Process process =
                new ProcessBuilder(
                                java,
                                "--source",
                                "17",
                                "-cp",
                                classPath(),
                                file.toString(),
                                server.url())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end: " + file + "\n" + Files.readString(output));
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.lines().toList();
    }

    /// The client and its JSON reader, and nothing else.
    private static String classPath() {
        return Stream.of(
                        FreshetClient.class,
                        JsonMapper.class,
                        JacksonException.class,
                        JsonProperty.class)
                .map(ExamplesTest::place)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        URI place = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(place).toString();
    }
}
