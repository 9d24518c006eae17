package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VersionsCommandTest {
    private static final String KB = "/v1/collections/knowledge_base";
    private static final int COLUMNS = 80;

    @TempDir private Path directory;

    private Shell shell(AnsweringServer server) {
        return new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
    }

    @Test
    void theVersionsAreATableThatFitsATerminal() throws IOException {
        String many = "'a-tag-with-a-long-name-1', 'a-tag-with-a-long-name-2', 'short', 'v1.2.3'";
        try (var server = new AnsweringServer()) {
            server.answering(
                    "GET " + KB + "/versions",
                    200,
                    "{'versions': ["
                            + "{'index_version': 123456, 'timestamp': '2026-11-28T10:00:00.123Z',"
                            + " 'cause': 'reconcile', 'documents': {'inserted': 123456,"
                            + " 'updated': 98765, 'deleted': 999949}, 'chunks': {'added': 1234567,"
                            + " 'removed': 200000, 'kept': 300000}, 'tokens': {'embedded':"
                            + " 987654321}, 'tags': ["
                            + many
                            + "]},"
                            + "{'index_version': 7, 'timestamp': '2026-11-28T09:00:00Z', 'cause':"
                            + " 'events', 'documents': {'updated': 1}, 'chunks': {'added': 1,"
                            + " 'removed': 1, 'kept': 7}, 'tokens': {'embedded': 88}, 'tags': []}"
                            + "], 'next': null}");

            String out = shell(server).run("versions").out();

            assertThat(out.lines()).allMatch(line -> line.length() <= COLUMNS, out);
            assertThat(out.lines())
                    .containsExactly(
                            "number time (UTC)          cause     documents + ~ -   chunks + - ="
                                    + "      tokens",
                            "123456 2026-11-28 10:00:00 reconcile +123k ~99k -1.0m  +1.2m -200k"
                                    + " =300k   988m",
                            "       a-tag-with-a-long-name-1, a-tag-with-a-long-name-2, short,"
                                    + " v1.2.3",
                            "     7 2026-11-28 09:00:00 events    +0 ~1 -0          +1 -1 =7    "
                                    + "          88");
        }
    }

    @Test
    void aTagIsGivenListedAndTakenAway() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET " + KB + "/tags",
                            200,
                            "{'tags': [{'name': 'release', 'index_version': 12}], 'next': null}")
                    .answering(
                            "PUT " + KB + "/tags/release",
                            200,
                            "{'name': 'release', 'index_version': 12}")
                    .answering(
                            "DELETE " + KB + "/tags/release",
                            200,
                            "{'name': 'release', 'index_version': 12}");
            Shell shell = shell(server);

            assertThat(shell.run("tag", "release", "12").out()).contains("release is version 12");
            assertThat(shell.run("tag", "release").out()).contains("release is version 12");
            assertThat(shell.run("tag").out()).contains("12  release");
            assertThat(shell.run("tag", "--delete", "release").out())
                    .contains("tag release of version 12 is deleted");
            assertThat(shell.run("tag", "--delete").code()).isEqualTo(1);
            assertThat(shell.run("tag", "release", "twelve").code()).isEqualTo(2);
            assertThat(server.requests())
                    .contains(
                            "PUT " + KB + "/tags/release {\"index_version\":12}",
                            "PUT " + KB + "/tags/release {}");
        }
    }
}
