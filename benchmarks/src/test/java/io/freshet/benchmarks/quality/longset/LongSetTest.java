package io.freshet.benchmarks.quality.longset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.quality.longset.LongSet.Document;
import io.freshet.benchmarks.quality.longset.LongSet.Kind;
import io.freshet.benchmarks.quality.longset.LongSet.Question;
import io.freshet.planner.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LongSetTest {
    @BeforeEach
    void needsTheHistories() {
        for (Sample sample : Sample.values()) {
            assumeTrue(
                    History.bundle(sample.history()).isPresent(),
                    "skipped: " + History.DATA + " names no directory with " + sample.history());
        }
    }

    @Test
    void theSetMadeAnewIsTheOneThatIsKept(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("long.jsonl");
        LongSet.write(file);
        assertThat(Files.readString(file)).isEqualTo(LongSet.committed());
    }

    @Test
    void everyQuestionHasItsSectionAndNoDocumentHoldsTheSentence() throws Exception {
        LongSet set = LongSet.read();
        Map<String, Document> documents =
                set.documents().stream()
                        .collect(Collectors.toMap(Document::id, Function.identity()));

        assertThat(documents).hasSameSizeAs(set.documents());
        assertThat(set.documents().stream().mapToInt(d -> Tokens.count(d.text())).sum())
                .isBetween(350_000, 500_000);
        assertThat(set.questions().size()).isBetween(200, 400);
        assertThat(set.questions()).extracting(Question::id).doesNotHaveDuplicates();
        assertThat(set.questions())
                .extracting(Question::kind)
                .contains(Kind.HEADING)
                .contains(Kind.LINK);
        for (Question question : set.questions()) {
            String text = documents.get(question.document()).text();
            String section = text.substring(question.start(), question.end());
            assertThat(Tokens.count(section)).as(question.id()).isGreaterThan(30);
            if (question.kind() == Kind.LINK) {
                assertThat(text).as(question.id()).doesNotContain(question.text());
            }
        }
    }
}
