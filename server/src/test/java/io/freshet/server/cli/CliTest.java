package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
    private static final String KB = "/v1/collections/knowledge_base";

    @TempDir private Path directory;

    @Test
    void helpListsWhatThereIsAndNothingElse() {
        var done = new Shell(directory).run("--help");
        assertThat(done.code()).isZero();
        assertThat(done.out())
                .contains("serve", "put", "delete", "search", "status", "watch", "versions")
                .contains("config", "dead-letters", "reconcile", "Examples:")
                .contains("history", "diff", "rollback")
                .doesNotContain("bench", "sim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "put",
                "delete",
                "search",
                "status",
                "watch",
                "versions",
                "collections",
                "collections delete",
                "dead-letters",
                "reconcile",
                "history",
                "diff",
                "rollback",
                "check",
                "config"
            })
    void everyCommandHasHelpWithExamples(String command) {
        var done = new Shell(directory).run((command + " --help").split(" "));
        assertThat(done.code()).isZero();
        assertThat(done.out()).contains("Usage: freshet " + command, "Examples:");
    }

    @Test
    void wrongUseIsTwo() {
        var shell = new Shell(directory);
        assertThat(shell.run().code()).isEqualTo(2);
        assertThat(shell.run("sing").code()).isEqualTo(2);
        assertThat(shell.run("search").code()).isEqualTo(2);
        assertThat(shell.run("search", "-k", "many", "x").code()).isEqualTo(2);
        assertThat(shell.run("put", "-").code()).isEqualTo(2);
    }

    @Test
    void aServerThatIsNotThereIsNamedWithTheRemedy() throws IOException {
        String url;
        try (var server = new AnsweringServer()) {
            url = server.url();
        }
        var done = new Shell(directory).run("status", "--server", url);
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).contains(url, "./freshet serve");
        assertThat(done.out()).isEmpty();
        var watch = new Shell(directory).run("watch", "--server", url);
        assertThat(watch.code()).isEqualTo(1);
        assertThat(watch.err()).contains("./freshet serve");
    }

    @Test
    void whatTheServerRefusesIsSaid() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering("GET " + KB, 404, "{'code': 'unknown_collection', 'detail': 'no'}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            var done = shell.run("status");
            assertThat(done.code()).isEqualTo(1);
            assertThat(done.err()).isEqualTo("freshet: no (unknown_collection)\n");
        }
    }

    @Test
    void collectionsAreListedAndDeletedOnceThatIsMeant() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET /v1/collections",
                            200,
                            "{'collections': [{'name': 'support', 'state': 'closed',"
                                    + " 'documents': 1200, 'chunks': 3000,"
                                    + " 'index_version': 17, 'pending': 0}], 'next': null}")
                    .answering("GET /v1/collections/support", 200, "{'documents': 1200}")
                    .answering(
                            "DELETE /v1/collections/support",
                            200,
                            "{'collection': 'support', 'documents': 1200, 'index_version': 17}");
            var environment = Map.of("FRESHET_SERVER", server.url());
            var shell = new Shell(directory, false, environment);
            assertThat(shell.run("collections").out()).contains("support", "closed", "1,200");

            var unsure = shell.run("collections", "delete", "support");
            assertThat(unsure.code()).isEqualTo(1);
            assertThat(unsure.err()).contains("--yes");
            var terminal = shell.onTerminal();
            assertThat(terminal.reading("sup\n", "collections", "delete", "support").code())
                    .isEqualTo(1);
            assertThat(server.requests()).noneMatch(request -> request.startsWith("DELETE"));
            var typed = terminal.reading("support\n", "collections", "delete", "support");
            assertThat(typed.out())
                    .isEqualTo("deleted support: 1,200 documents, last index version 17\n");
            assertThat(shell.run("collections", "delete", "support", "--yes").code()).isZero();
            assertThat(shell.run("collections", "delete", "--yes").code()).isEqualTo(2);
            assertThat(shell.run("collections", "delete", "No!", "--yes").code()).isEqualTo(1);
        }
    }

    @Test
    void hitsAreReadableAndWordsEmphasisedOnATerminal() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "POST " + KB + "/search",
                    200,
                    "{'index_version': 17, 'took_ms': 3.1, 'hits': [{'document_id': 'a.md',"
                            + " 'score': 0.0321, 'headings': ['Money'], 'text': 'Refunds"
                            + " take\\n five days.'}]}");
            var environment = Map.of("FRESHET_SERVER", server.url());
            var plain = new Shell(directory, false, environment).run("search", "the", "refunds");
            assertThat(plain.out())
                    .contains("1. 0.0321  a.md › Money", "   Refunds take five days.")
                    .contains("1 hit in 3.1 ms, index version 17");
            assertThat(server.requests().getFirst()).contains("\"query\":\"the refunds\"");

            var coloured = new Shell(directory, true, environment).run("search", "refunds");
            assertThat(coloured.out()).contains("\u001b[1mRefunds\u001b[0m take five days.");

            var json = new Shell(directory, false, environment).run("search", "x", "--json");
            assertThat(Json.read(json.out()).path("index_version").asLong()).isEqualTo(17);

            new Shell(directory, false, environment).run("search", "--exact", "x");
            assertThat(server.requests().getLast()).contains("\"exact\":true");
        }
    }

    @Test
    void aFolderIsPutAndCounted() throws IOException {
        Files.createDirectories(directory.resolve("docs/.git"));
        Files.writeString(directory.resolve("docs/a.md"), "# A");
        Files.writeString(directory.resolve("docs/b.txt"), "B");
        Files.writeString(directory.resolve("docs/.git/c.md"), "C");
        Files.writeString(directory.resolve("docs/d.md"), "%PDF-1.7");
        Files.writeString(directory.resolve("docs/e.png"), "E");
        try (var server = new AnsweringServer()) {
            server.answering("GET " + KB, 200, "{'index_version': 4, 'history': 'h'}")
                    .answering(
                            "GET " + KB + "/changes?limit=1000&since_version=4&history=h",
                            200,
                            "{'changes': [{'event': {'event_type': 'insert', 'document_id':"
                                    + " 'docs/a.md'}}, {'event': {'event_type': 'insert',"
                                    + " 'document_id': 'someone-else'}}], 'next': 'h.5-'}")
                    .answering(
                            "GET " + KB + "/changes?limit=1000&since=h.5-",
                            200,
                            "{'changes': [], 'next': 'h.5-'}")
                    .answering(
                            "POST " + KB + "/events",
                            200,
                            "{'accepted': 2, 'rejected': 1, 'errors': [{'line': 1, 'code':"
                                    + " 'invalid_field', 'detail': 'why'}]}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            var done = shell.run("put", "docs");
            assertThat(done.code()).as(done.err()).isEqualTo(1);
            assertThat(done.out())
                    .contains("2 documents", "1 inserted, 0 updated, 1 unchanged")
                    .contains("rejected: docs/a.md why")
                    .contains("skipped: PDF is not read (1); hidden (1); images are not read (1)");
            assertThat(server.requests().get(1))
                    .contains("\"document_id\":\"docs/a.md\",\"text\":\"# A\"")
                    .contains("\"document_id\":\"docs/b.txt\"", "text/plain");

            var json = shell.run("put", "docs", "--json");
            assertThat(Json.read(json.out()).path("documents").path("sent").asInt()).isEqualTo(2);
            assertThat(shell.reading("A text", "put", "-", "--id", "x").code()).isOne();
            assertThat(shell.run("put", "nowhere").err()).contains("no file or folder nowhere");
        }
    }

    @Test
    void aDeleteSaysWhatWasThere() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "POST " + KB + "/delete",
                    200,
                    "{'visible': true, 'index_version': 9, 'deleted': 1}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("delete", "a", "b").out())
                    .isEqualTo("deleted 1, not there 1; index version 9\n");
            assertThat(shell.run("delete", "--prefix", "old/", "--expect", "3").out())
                    .isEqualTo("deleted 1; index version 9\n");
            assertThat(shell.run("delete", "--filter", "{\"a\": 1}").code()).isZero();
            assertThat(server.requests())
                    .anyMatch(line -> line.endsWith("{\"prefix\":\"old/\",\"expect\":3}"))
                    .anyMatch(line -> line.endsWith("{\"filter\":{\"a\":1}}"));
            assertThat(shell.run("delete").code()).isEqualTo(2);
            assertThat(shell.run("delete", "a", "--prefix", "b").code()).isEqualTo(2);
            assertThat(shell.run("delete", "--filter", "{").code()).isEqualTo(2);
        }
    }

    @Test
    void withheldDeletesAreListedAndReleased() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET " + KB + "/withheld",
                            200,
                            "{'withheld': [{'document_id': 'a', 'since': '2026', 'source':"
                                    + " 'folder', 'reason': 'r'}], 'next': null}")
                    .answering("POST " + KB + "/withheld/release", 200, "{'released': 1}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));

            assertThat(shell.run("withheld").out()).contains("a  since 2026", "1 delete withheld");
            assertThat(Json.read(shell.run("withheld", "--json").out()).at("/withheld/0/source"))
                    .hasToString("\"folder\"");
            assertThat(shell.run("withheld", "release", "a").out())
                    .isEqualTo("1 delete released\n");
            assertThat(shell.run("withheld", "release", "--all").code()).isZero();
            assertThat(server.requests())
                    .anyMatch(line -> line.endsWith("{\"document_ids\":[\"a\"]}"))
                    .anyMatch(line -> line.endsWith("release {}"));
            assertThat(shell.run("withheld", "release").code()).isEqualTo(2);
            assertThat(shell.run("withheld", "release", "a", "--all").code()).isEqualTo(2);
        }
    }

    @Test
    void deadLettersAreListedShownRetriedAndDiscarded() throws IOException {
        String letter =
                "{'document_id': 'a', 'sequence': 4, 'attempts': 5, 'detail': 'refused', 'place':"
                        + " {'ordinal': 1, 'start': 30, 'end': 45, 'line': 7}}";
        String page = "{'dead_letters': [" + letter + "], 'next': null}";
        try (var server = new AnsweringServer()) {
            server.answering("GET " + KB + "/dead-letters", 200, page)
                    .answering("POST " + KB + "/dead-letters/retry", 200, "{'retried': 1}")
                    .answering("POST " + KB + "/dead-letters/discard", 200, "{'discarded': 2}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));

            assertThat(shell.run("dead-letters").out())
                    .contains("a  refused (line 7)", "1 dead letter;")
                    .isEqualTo(shell.run("dead-letters", "list").out());
            assertThat(shell.run("dead-letters", "show", "a").out())
                    .contains("refused", "30 to 45", "attempts      5");
            assertThat(
                            Json.read(shell.run("dead-letters", "show", "a", "--json").out())
                                    .at("/place"))
                    .hasSize(4);
            assertThat(shell.run("dead-letters", "retry", "a").out())
                    .isEqualTo("1 dead letter retried\n");
            assertThat(shell.run("dead-letters", "discard", "--all").out())
                    .isEqualTo("2 dead letters discarded\n");
            assertThat(server.requests())
                    .anyMatch(line -> line.endsWith("{\"document_ids\":[\"a\"]}"))
                    .anyMatch(line -> line.endsWith("discard {\"all\":true}"));
            assertThat(shell.run("dead-letters", "retry").code()).isEqualTo(2);
            assertThat(shell.run("dead-letters", "discard", "a", "--all").code()).isEqualTo(2);
            assertThat(shell.run("dead-letters", "show").code()).isEqualTo(2);
        }
    }

    @Test
    void versionsAndStatusAreTables() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET " + KB,
                            200,
                            "{'state': 'serving', 'documents': 12000, 'pending': 2,"
                                    + " 'oldest_pending_seconds': 1.5, 'stores': [{'name':"
                                    + " 'embedded', 'applied_version': 7, 'rows': 9}]}")
                    .answering(
                            "GET " + KB + "/versions",
                            200,
                            "{'versions': [{'index_version': 7, 'timestamp':"
                                    + " '2026-11-24T10:00:00.123456Z', 'cause': 'events', 'documents':"
                                    + " {'inserted': 1}, 'chunks': {'kept': 4}}]}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("status").out())
                    .contains("serving", "12,000", "2 documents, the oldest for 1.5 s")
                    .contains("store embedded", "version 7, 9 rows");
            assertThat(shell.run("versions").out())
                    .contains("2026-11-24 10:00:00", "+1 ~0 -0", "+0 -0 =4");
        }
    }

    @Test
    void statusShowsSourcesAndListsWhatTheySkipped() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET " + KB,
                            200,
                            "{'state': 'serving', 'sources': [{'name': 'docs', 'path': '/docs',"
                                    + " 'state': 'scanning', 'files': 1200, 'to_read': 7, 'skipped': 2,"
                                    + " 'withheld': 0, 'problem': 'no such folder'}]}")
                    .answering(
                            "GET " + KB + "/skipped",
                            200,
                            "{'skipped': [{'source': 'docs', 'path': 'a.png', 'reason': 'a binary"
                                    + " file'}], 'next': 'docs\\na.png'}")
                    .answering(
                            "GET " + KB + "/skipped?limit=1000&after=docs%0Aa.png",
                            200,
                            "{'skipped': [{'source': 'docs', 'path': 'b.png', 'reason': 'a binary"
                                    + " file'}], 'next': null}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("status").out())
                    .contains("source docs", "/docs: scanning, 1,200 documents, 7 to read")
                    .contains("2 skipped, no such folder");
            assertThat(shell.run("status", "--skipped").out())
                    .contains("a.png  a binary file", "b.png  a binary file");
            assertThat(shell.run("status", "--skipped", "--json").out()).contains("a.png", "b.png");
        }
    }

    @Test
    void statusSaysWhyACollectionDoesNotServe() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "GET " + KB,
                    200,
                    "{'state': 'corrupt', 'problem': 'the ledger is older than its journal'}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("status").out())
                    .contains("corrupt", "the ledger is older than its journal");
        }
    }

    @Test
    void theConfigurationSaysWhereItComesFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("my.yaml"), "server: {port: 9000}");
        var shell = new Shell(directory, false, Map.of("FRESHET_HOST", "127.0.0.1"));
        var done = shell.run("config", "--config", file.toString(), "--data", "here");
        assertThat(done.code()).isZero();
        assertThat(done.out())
                .containsPattern("server.port: 9000 +# .*my.yaml:1")
                .containsPattern("server.host: 127.0.0.1 +# FRESHET_HOST")
                .containsPattern("server.data_dir: here +# --data")
                .containsPattern("server.allowed_hosts: \\[] +# default");
        var json = shell.run("config", "--config", file.toString(), "--json");
        assertThat(Json.read(json.out()).path("server.port").path("value").asString())
                .isEqualTo("9000");
    }

    @Test
    void aServerThatCannotStartSaysWhyAndFails() throws IOException {
        var shell = new Shell(directory);
        var done = shell.run("serve");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).isEqualTo("freshet: port 8765 is taken\n");
        Path file = Files.writeString(directory.resolve("my.yaml"), "sever: {port: 9000}");
        assertThat(shell.run("serve", "--config", file.toString()).err())
                .contains("my.yaml:1: unknown key sever; did you mean server?");
    }
}
