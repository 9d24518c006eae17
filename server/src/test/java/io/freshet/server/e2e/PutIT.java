package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `./freshet put` against a real server, to its end and interrupted.
final class PutIT {
    private static final int PAGES = 120;

    /// Lines are read for several seconds, so that an interrupt finds the command at work.
    private static final String SLOWLY = "limits: {rate: {events_per_second: 15, burst: 5}}\n";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ACCEPTED =
            Pattern.compile("interrupted: ([\\d,]+) documents? accepted");

    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Path GNU = Path.of("/usr/bin/env");

    @RegisterExtension final Servers servers = new Servers();
    @TempDir Path directory;

    private final Prose prose = new Prose(8);

    @Test
    @Tag("I5")
    void aFolderThatIsPutAgainCostsNothing() throws IOException {
        write(30);
        Files.writeString(docs().resolve("page.html"), "<h1>Rust</h1><p>About thulium.</p>");
        Files.writeString(docs().resolve("disguised.md"), "%PDF-1.7\n");
        Api api = servers.start(Home.FAST_MODEL).api();

        JsonNode first = put(api).json(0);
        assertThat(first.path("documents").path("inserted").asInt()).isEqualTo(31);
        assertThat(first.path("texts").path("embedded").asInt()).isEqualTo(31);
        assertThat(first.path("skipped").propertyNames()).anyMatch(why -> why.contains("PDF"));
        assertThat(api.find("thulium")).containsExactly("docs/page.html");

        JsonNode second = put(api).json(0);
        assertThat(second.path("documents").path("unchanged").asInt()).isEqualTo(31);
        assertThat(second.path("texts").path("embedded").asInt()).isZero();
        assertThat(api.textsEmbedded()).isEqualTo(31);
    }

    @Test
    @Tag("I1")
    void anInterruptLosesNothingThatWasAcceptedAndTheSameCommandGoesOn() throws IOException {
        write(PAGES);
        Api api = servers.start(Home.with(Home.FAST_MODEL, SLOWLY)).api();
        Put put = put(api);
        Awaitility.await().atMost(PATIENCE).until(() -> accepted(api) > 0);

        // Taken as Ctrl-C is; SIGINT itself is ignored by the children of a build that was started
        // in the background.
        put.process.destroy();
        assertThat(put.end()).isEqualTo(130);
        Matcher said = ACCEPTED.matcher(put.errors());
        assertThat(said.find()).as(put.errors()).isTrue();
        assertThat(said.group(1).replace(",", "")).isEqualTo(String.valueOf(accepted(api)));

        JsonNode whole = put(api).json(0);
        assertThat(whole.path("documents").path("accepted").asInt()).isEqualTo(PAGES);
        assertThat(api.documents()).hasSize(PAGES);
        assertThat(api.textsEmbedded()).isEqualTo(PAGES);
    }

    /// A terminal is different: what draws the bar must not take Ctrl-C from the command.
    @Test
    void ctrlCOnATerminalIsAnInterruptToo() throws IOException {
        assumeTrue(
                Files.exists(SCRIPT) && Files.exists(GNU),
                "skipped: needs script(1) and GNU env to make a terminal");
        write(PAGES);
        Api api = servers.start(Home.with(Home.FAST_MODEL, SLOWLY)).api();
        String put = String.join(" ", command(api).command()).replace(" --json", "");
        ProcessBuilder terminal = command(api);
        terminal.command(
                GNU.toString(),
                "--default-signal=INT",
                SCRIPT.toString(),
                "-qec",
                put,
                "/dev/null");
        terminal.environment().put("TERM", "xterm");
        Put run = new Put(terminal);
        Awaitility.await().atMost(PATIENCE).until(() -> accepted(api) > 0);

        run.type('\u0003');
        assertThat(run.end()).isEqualTo(130);
        assertThat(run.printed()).contains("searchable", "interrupted: ");
    }

    private static long accepted(Api api) {
        return api.status().path("complete").path("accepted").asLong();
    }

    private Path docs() {
        return directory.resolve("docs");
    }

    private void write(int pages) throws IOException {
        Files.createDirectory(docs());
        for (int i = 0; i < pages; i++) {
            Files.writeString(docs().resolve(i + ".md"), prose.paragraph(5) + " Page" + i + ".\n");
        }
    }

    private Put put(Api api) {
        return new Put(command(api));
    }

    private ProcessBuilder command(Api api) {
        return ServerProcess.command(directory, "put", "docs", "--json", "--server", api.server());
    }

    /// One run of the command.
    private final class Put {
        private final Path out = directory.resolve("out");
        private final Path err = directory.resolve("err");
        private final Process process;

        Put(ProcessBuilder command) {
            try {
                process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void type(char key) throws IOException {
            process.getOutputStream().write(key);
            process.getOutputStream().flush();
        }

        String printed() throws IOException {
            return Files.readString(out);
        }

        int end() {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String errors() throws IOException {
            return Files.readString(err);
        }

        JsonNode json(int exit) throws IOException {
            assertThat(end()).as(errors()).isEqualTo(exit);
            return Json.read(Files.readString(out));
        }
    }
}
