package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollbackCommandTest {
    private static final String KB = "/v1/collections/knowledge_base";

    @TempDir private Path directory;

    @Test
    void aDiffAndARollbackSayWhatDiffers() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                            "GET " + KB + "/diff",
                            200,
                            "{'from': 2, 'to': 5, 'next': null, 'documents': ["
                                    + "{'document_id': 'a', 'event_type': 'update',"
                                    + " 'metadata_changed': true, 'chunks': {'kept': 1,"
                                    + " 'removed': [{'chunk_id': 'x', 'text': 'old\\n text'}],"
                                    + " 'added': [{'chunk_id': 'y', 'text': 'new text'}]}},"
                                    + "{'document_id': 'b', 'event_type': 'delete',"
                                    + " 'metadata_changed': true, 'chunks': {'kept': 0}}]}")
                    .answering(
                            "POST " + KB + "/rollback",
                            200,
                            "{'index_version': 6, 'documents': {'inserted': 1, 'updated': 2,"
                                    + " 'deleted': 3}, 'unchanged': false, 'visible': true,"
                                    + " 'waiting': 4, 'discarded': {'events': 3, 'documents': 1,"
                                    + " 'document_ids': ['guide/a']}}")
                    .answering(
                            "GET " + KB + "/history",
                            200,
                            "{'history': [{'index_version': 5, 'event_type': 'delete',"
                                    + " 'timestamp': '2026-11-24T10:00:00.123456Z', 'chunks':"
                                    + " {'removed': 4}}], 'next': null}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
            assertThat(shell.run("diff", "2", "5").out())
                    .contains("~ a  (metadata)", "- old text", "+ new text", "- b");
            assertThat(shell.run("diff", "2", "5", "--names-only").out())
                    .contains("~ a")
                    .doesNotContain("old text");
            assertThat(shell.run("rollback", "2", "--reason", "bad import").out())
                    .contains("version 6 holds the content of version 2")
                    .contains("1 back, 2 changed, 3 removed; nothing embedded")
                    .contains("4 documents waiting, to apply after it");
            assertThat(shell.run("rollback", "2", "--discard-waiting").out())
                    .contains("3 waiting events dropped", "guide/a");
            assertThat(shell.run("history", "b").out())
                    .contains("2026-11-24T10:00:00Z", "delete", "+0 -4 =0");
            assertThat(shell.run("rollback").code()).isEqualTo(2);
            assertThat(shell.run("diff", "two", "5").code()).isEqualTo(2);
        }
    }

    @Test
    void aDiffOfLongChunksShowsWhereTheyDiffer() throws IOException {
        String same = "the same words again and again ".repeat(20);
        try (var server = new AnsweringServer()) {
            server.answering(
                    "GET " + KB + "/diff",
                    200,
                    "{'from': 1, 'to': 2, 'next': null, 'documents': [{'document_id': 'a',"
                            + " 'event_type': 'update', 'metadata_changed': false, 'chunks':"
                            + " {'kept': 0, 'removed': [{'chunk_id': 'x', 'text': '"
                            + same
                            + "old end'}], 'added': [{'chunk_id': 'y', 'text': '"
                            + same
                            + "new end'}]}}]}");
            var shell = new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));

            assertThat(shell.run("diff", "1", "2").out())
                    .contains("- …", "again old end", "+ …", "again new end")
                    .doesNotContain("the same words again and again the same words again");
        }
    }
}
