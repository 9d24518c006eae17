package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhooksCommandTest {
    private static final String HOOKS = "/v1/collections/knowledge_base/webhooks";

    @TempDir private Path directory;

    @Test
    void webhooksAreListedMadePausedResumedAndRemoved() throws IOException {
        try (var server = new AnsweringServer()) {
            String app =
                    "{'name': 'app', 'url': 'https://app.example/in', 'state': 'failing',"
                            + " 'index_version': 7, 'behind': 1200, 'delivered': 3,"
                            + " 'problem': 'answered 500', 'failing_since': '2026-11-24T10:00:00Z'}";
            server.answering("GET " + HOOKS, 200, "{'webhooks': [" + app + "], 'next': null}")
                    .answering("GET " + HOOKS + "/app", 200, app)
                    .answering(
                            "PUT " + HOOKS + "/app",
                            200,
                            "{'name': 'app', 'index_version': 7, 'secret': 'whsec_abc'}")
                    .answering("DELETE " + HOOKS + "/app", 200, "{'name': 'app'}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("webhooks").out())
                    .contains("app", "failing", "1,200", "https://app.example/in")
                    .contains("answered 500, since 2026-11-24T10:00:00Z");
            assertThat(
                            shell.run(
                                            "webhooks",
                                            "add",
                                            "app",
                                            "https://app.example/in",
                                            "--filter",
                                            "{\"team\": \"a\"}",
                                            "--include",
                                            "text",
                                            "--since-version",
                                            "0")
                                    .out())
                    .contains("posts to https://app.example/in from version 7")
                    .contains("whsec_abc");
            assertThat(shell.run("webhooks", "pause", "app").out()).contains("paused app");
            assertThat(shell.run("webhooks", "resume", "app").out()).contains("resumed app");
            assertThat(shell.run("webhooks", "remove", "app").out()).contains("removed app");
            assertThat(shell.run("webhooks", "add", "app").code()).isEqualTo(2);
            assertThat(shell.run("webhooks", "add", "app", "u", "--filter", "{team").err())
                    .contains("this is no JSON");
        }
    }
}
