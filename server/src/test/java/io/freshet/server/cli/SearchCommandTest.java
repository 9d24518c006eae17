package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    private static final String KB = "/v1/collections/knowledge_base";

    @TempDir private Path directory;

    @Test
    void aSearchThatFindsNothingSaysWhatStillWaits() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "POST " + KB + "/search",
                    200,
                    "{'index_version': 0, 'took_ms': 1, 'hits': []}");
            server.answering("GET " + KB, 200, "{'pending': 12}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));

            assertThat(shell.run("search", "refunds").out())
                    .contains("no hits")
                    .contains("12 documents waiting to be indexed");
            server.answering("GET " + KB, 200, "{'pending': 0}");
            assertThat(shell.run("search", "refunds").out()).doesNotContain("waiting");
        }
    }

    @Test
    void aSearchMayBeReranked() throws IOException {
        try (var server = new AnsweringServer()) {
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            String hits =
                    "'hits': [{'document_id': 'a.md', 'score': 0.0321, 'scores': {'rerank':"
                            + " 0.75}, 'headings': [], 'text': 'x'}]}";
            server.answering(
                    "POST " + KB + "/search",
                    200,
                    "{'index_version': 17, 'took_ms': 8.1, 'rerank': {'applied': true,"
                            + " 'reranker': 'near', 'took_ms': 5.2}, "
                            + hits);

            assertThat(shell.run("search", "x", "--rerank").out())
                    .contains("1. 0.7500  a.md", "reranked by near in 5.2 ms");
            assertThat(server.requests().getLast()).contains("\"rerank\":{}");

            server.answering(
                    "POST " + KB + "/search",
                    200,
                    "{'index_version': 17, 'took_ms': 8.1, 'rerank': {'applied': false,"
                            + " 'reranker': 'near', 'detail': 'it is away'}, 'hits': []}");
            assertThat(shell.run("search", "--rerank=near", "x").out())
                    .contains("not reranked by near: it is away");
            assertThat(server.requests())
                    .anyMatch(request -> request.contains("\"rerank\":{\"reranker\":\"near\"}"));
        }
    }
}
