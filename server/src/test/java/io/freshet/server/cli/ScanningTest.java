package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.SourceStatus;
import io.freshet.SourceStatus.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ScanningTest {
    private static final Path DIRECTORY = Path.of("/home/me");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatIsReadIsNotYetSearchable() throws InterruptedException {
        var steps =
                new Steps(
                        followed(State.SCANNING, 0),
                        followed(State.LIVE, 3),
                        followed(State.LIVE, 0));

        new Scanning(terminal()).await(steps);

        assertThat(steps.left).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .isEqualTo("docs is followed into manual: 12 documents"),
                        line -> assertThat(line).startsWith("all of docs is searchable, after "));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("scanning docs: 5 of 12 files read")
                .contains("indexing manual: 3 documents to go");
    }

    private Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                true,
                DIRECTORY,
                Map.of());
    }

    private static Serving.Followed followed(State state, long waiting) {
        return new Serving.Followed(
                new CollectionName("manual"),
                new SourceStatus(
                        "folder",
                        "folder",
                        DIRECTORY.resolve("docs").toString(),
                        state,
                        12,
                        5,
                        7,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty()),
                waiting);
    }

    /// A server that gets on with each look.
    private static final class Steps implements Serving.Running {
        private final Queue<Serving.Followed> left = new ArrayDeque<>();

        Steps(Serving.Followed... steps) {
            left.addAll(List.of(steps));
        }

        @Override
        public List<Serving.Followed> followed() {
            return List.of(left.remove());
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public void awaitReady() {}

        @Override
        public void close() {}
    }
}
