package io.freshet.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.Format;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.quality.TestSet.Document;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.TestSet.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetrievalTest {
    @TempDir private Path directory;

    @Test
    void documentsHaveTheirTitleAsAHeadingAndTheirTextOnce() throws IOException {
        corpus(
                """
                {"_id": "1", "title": "On wings .", "text": "On wings . They lift."}
                {"_id": "2", "title": "", "text": "No title, größer."}
                {"_id": "3", "title": "Nothing else", "text": " "}
                """);
        judged("", "");

        assertThat(Retrieval.read("small", directory).documents())
                .containsExactly(
                        new Document("1", Format.MARKDOWN, "# On wings .\n\nThey lift."),
                        new Document("2", Format.MARKDOWN, "No title, größer."));
    }

    @Test
    void questionsHaveTheirGradesAndThoseThatNothingAnswersAreLeftOut() throws IOException {
        corpus("");
        judged(
                "7\tWhat lifts?\n8\tWhat falls?\n9\tUnjudged?\n",
                "7\tb\t3\n7\ta\t1\n7\tc\t0\n8\ta\t0\n");

        assertThat(Retrieval.read("small", directory).questions())
                .containsExactly(
                        new Question(
                                "7",
                                "What lifts?",
                                Judgement.Documents.of(Map.of("a", 1, "b", 3))));
    }

    @Test
    void theRealSetsAreWhole() {
        assertSizes("scifact", 5183, 300, 339);
        assertSizes("cranfield", 1398, 225, 1612);
    }

    private static void assertSizes(String name, int documents, int questions, int answers) {
        Optional<Path> real = Retrieval.directory(name);
        assumeTrue(real.isPresent(), "skipped: needs retrieval/" + name + " in " + History.DATA);
        TestSet set = Retrieval.read(name, real.get());

        assertThat(set.documents()).hasSize(documents);
        assertThat(set.questions()).hasSize(questions);
        assertThat(
                        set.questions().stream()
                                .mapToInt(question -> question.judgement().documents().size())
                                .sum())
                .isEqualTo(answers);
    }

    private void corpus(String lines) throws IOException {
        Path file = directory.resolve("corpus.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void judged(String questions, String judgements) throws IOException {
        Files.writeString(directory.resolve("queries.tsv"), questions);
        Files.writeString(
                directory.resolve("qrels.tsv"), "query-id\tcorpus-id\tscore\n" + judgements);
    }
}
