package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.cli.Shell;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A migration as clients and people see it, over real files.
final class MigrationTest {
    private static final String DOCS = "/v1/collections/docs";
    private static final String MIGRATIONS = DOCS + "/migrations";

    @TempDir Path data;
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final CountingEmbedder fast = new CountingEmbedder("fast-1", embedder.limits());
    private final CollectionConfigs configs =
            MemorySettings.configs(
                    """
                    embedders:
                      local: {type: builtin}
                      fast: {type: builtin, model: all-minilm-l6-v2}
                    """);
    private Served served;
    private Wire wire;

    @BeforeEach
    void start() throws InterruptedException {
        CountedAssembly adapters = new CountedAssembly(configs, data, embedder);
        adapters.other("fast", fast);
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
        wire = served.wire;
        served.put("docs", "a", "# One\n\nthe first text about refunds");
        served.put("docs", "b", "# Two\n\nanother text about delivery");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private JsonNode post(String path, String json, int status) {
        Wire.Answer answer = wire.post(path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    private void awaitState(String state) {
        await().until(() -> wire.get(MIGRATIONS).json().path("state").asString().equals(state));
    }

    /// The document that a question finds first.
    private String first(String question) {
        JsonNode found = wire.get(DOCS + "/search?q=" + question).json();
        return found.path("hits").path(0).path("document_id").asString();
    }

    @Test
    @Tag("I7")
    void anEmbedderIsPricedFilledComparedSwitchedToAndBack() {
        JsonNode would = post(MIGRATIONS, "{\"embedder\": \"fast\", \"dry_run\": true}", 200);
        assertThat(would.path("documents").asInt()).isEqualTo(2);
        assertThat(would.path("tokens").path("to_embed").asInt()).isPositive();
        assertThat(would.path("cost_usd").isNull()).isTrue();
        assertThat(fast.textCount()).isZero();

        JsonNode begun = post(MIGRATIONS, "{\"embedder\": \"fast\"}", 202);
        assertThat(begun.path("other").path("model").asString()).isEqualTo("fast-1");
        awaitState("ready");
        JsonNode ready = wire.get(MIGRATIONS).json();
        JsonNode brief = wire.get(DOCS).json().path("migration");
        assertThat(brief.path("other").asString()).isEqualTo("fast");
        assertThat(brief.path("progress")).isEqualTo(ready.path("progress"));
        String labels = "{collection=\"docs\",state=\"ready\"}";
        assertThat(wire.get("/metrics").body())
                .contains("freshet_migration_documents_total" + labels + " 2.0")
                .contains("freshet_migration_documents" + labels + " 2.0")
                .contains("freshet_migration_left_seconds" + labels + " NaN")
                .contains("freshet_migration_problem" + labels + " 0.0");
        assertThat(ready.path("comparison").path("rows").asInt()).isEqualTo(2);
        assertThat(ready.path("comparison").path("expected_rows").asInt()).isEqualTo(2);
        assertThat(ready.path("progress").path("tokens").asLong())
                .isEqualTo(would.path("tokens").path("to_embed").asLong());
        assertThat(wire.post(MIGRATIONS, "{\"embedder\": \"fast\"}").code())
                .isEqualTo("migration_state");
        served.put("docs", "a", "# One\n\na later text about refunds");

        JsonNode switched = post(MIGRATIONS + "/switch", "{}", 200);
        assertThat(switched.path("in_force").path("embedder").asString()).isEqualTo("fast");
        assertThat(switched.path("remedy").isNull()).isTrue();
        JsonNode version = wire.get(DOCS + "/versions?limit=1").json().path("versions").path(0);
        assertThat(version.path("cause").asString()).isEqualTo("migration");
        assertThat(version.path("index_version").asInt()).isEqualTo(4);
        assertThat(first("later")).isEqualTo("a");
        assertThat(wire.get(DOCS).json().path("settings").path("embedder").asString())
                .isEqualTo("fast");

        Wire.Answer priced = wire.post(DOCS + "/rollback", "{\"to_version\": 2}");
        assertThat(priced.code()).isEqualTo("other_space");
        assertThat(priced.json().path("known_tokens").asInt()).isPositive();
        assertThat(priced.json().path("tokens").asInt()).isZero();
        int asked = fast.textCount();
        JsonNode back = post(DOCS + "/rollback", "{\"to_version\": 2, \"allow_cost\": true}", 200);
        assertThat(back.path("documents").path("updated").asInt()).isEqualTo(1);
        assertThat(fast.textCount()).isEqualTo(asked);

        post(MIGRATIONS + "/revert", "{}", 200);
        assertThat(first("first")).isEqualTo("a");
        assertThat(post(MIGRATIONS + "/cancel", "{}", 200).path("state").asString())
                .isEqualTo("none");
        assertThat(data.resolve("collections/docs/lucene-1")).doesNotExist();
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(wire.post(MIGRATIONS, "{}").code()).isEqualTo("invalid_field");
        JsonNode unknown = wire.post(MIGRATIONS, "{\"embedder\": \"slow\"}").json();
        assertThat(unknown.path("pointer").asString()).isEqualTo("/embedder");
        assertThat(unknown.path("detail").asString()).contains("slow");
        assertThat(wire.post(MIGRATIONS, "{\"chunking\": {\"prefix\": \"all\"}}").code())
                .isEqualTo("invalid_field");
        assertThat(wire.post(MIGRATIONS, "{\"embedder\": \"local\"}").code())
                .isEqualTo("migration_state");
        assertThat(wire.post(MIGRATIONS + "/switch", "{}").code()).isEqualTo("migration_state");
        assertThat(wire.post(MIGRATIONS + "/leap", "{}").code()).isEqualTo("not_found");
        assertThat(wire.get("/v1/collections/none/migrations").code())
                .isEqualTo("unknown_collection");
        JsonNode needed =
                wire.send("PUT", DOCS, "application/json", "{\"embedder\": \"fast\"}").json();
        assertThat(needed.path("detail").asString()).contains("freshet migrate");
    }

    @Test
    void theCommandsSayItInWords() {
        var shell =
                new Shell(
                        data, false, Map.of("FRESHET_SERVER", "http://localhost:" + served.port()));
        assertThat(shell.run("migrate", "-c", "docs").code()).isEqualTo(2);
        assertThat(shell.run("migrate", "-c", "docs", "--embedder", "fast", "--dry-run").out())
                .contains("2 documents in 2 chunks", "price not known");
        assertThat(
                        shell.run(
                                        "migrate",
                                        "-c",
                                        "docs",
                                        "--chunking",
                                        "target_tokens=100,prefix=title")
                                .out())
                .contains("chunks of 100 tokens, prefix title");
        awaitState("ready");
        assertThat(shell.run("migrate", "status", "-c", "docs").out())
                .contains("state       ready", "2 of 2 rows", "freshet migrate switch | cancel");
        assertThat(shell.run("migrate", "pause", "-c", "docs").out()).contains("paused");
        assertThat(shell.run("migrate", "resume", "-c", "docs").out()).contains("chunks of 100");
        awaitState("ready");
        assertThat(shell.run("migrate", "switch", "-c", "docs", "--json").out())
                .contains("\"state\":\"switched\"");
        assertThat(shell.run("migrate", "revert", "-c", "docs").out()).contains("chunks of");
        awaitState("ready");
        assertThat(shell.run("migrate", "switch", "-c", "docs").out()).contains("switched");
        assertThat(shell.run("migrate", "drop", "-c", "docs").out()).contains("state       none");
        assertThat(shell.run("migrate", "drop", "-c", "docs").code()).isEqualTo(1);
    }
}
