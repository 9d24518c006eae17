package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.stream.StreamServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {
    @TempDir private Path directory;

    @Test
    void changesArePrintedUntilThereAreEnough() throws Exception {
        try (var server = StreamServer.start()) {
            server.collection(StreamServer.KNOWLEDGE_BASE, 3);
            var done = watch(server, "-n", "2", "--since-version", "1").call();
            assertThat(done.code()).isZero();
            assertThat(done.out().lines())
                    .containsExactly(
                            "knowledge_base 2  update   2/1  chunks +1 -1 =7",
                            "knowledge_base 2  complete  2026-11-24T10:00:00Z",
                            "knowledge_base 3  update   3/1  chunks +1 -1 =7");
        }
    }

    @Test
    void aConnectionThatBreaksGoesOnWhereItWas() throws Exception {
        FutureTask<Shell.Done> watching;
        int port;
        try (var server = StreamServer.start()) {
            port = server.port();
            server.collection(StreamServer.KNOWLEDGE_BASE, 1);
            watching = new FutureTask<>(watch(server, "-n", "3", "--since-version", "0"));
            Thread.ofVirtual().start(watching);
            Awaitility.await().until(() -> server.subscribers() == 1);
        }
        try (var server = StreamServer.startAgain(port)) {
            server.collection(StreamServer.KNOWLEDGE_BASE, 3);
            var done = watching.get(5, TimeUnit.MINUTES);
            assertThat(done.out().lines().filter(line -> line.contains("update")))
                    .containsExactly(
                            "knowledge_base 1  update   1/1  chunks +1 -1 =7",
                            "knowledge_base 2  update   2/1  chunks +1 -1 =7",
                            "knowledge_base 3  update   3/1  chunks +1 -1 =7");
            assertThat(done.err()).contains("again");
        }
    }

    private Callable<Shell.Done> watch(StreamServer server, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "watch";
        arguments[1] = "--server";
        arguments[2] = "http://127.0.0.1:" + server.port();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return () -> new Shell(directory).run(arguments);
    }
}
