package io.freshet.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.SearchRequest.Mode;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quality benchmark in small, with the model that is built in: some questions of SciFact,
/// their answers, and a few hundred other documents. Its bounds lie just below what it measures, so
/// that a change which finds worse is noticed.
class RetrievalQualityTest {
    private static final int QUESTIONS = 60;
    private static final int EVERY = 40;

    @Test
    void theDefaultsFindWhatAnswersAQuestion(@TempDir Path directory) throws InterruptedException {
        Optional<Path> scifact = Retrieval.directory("scifact");
        Assumptions.assumeTrue(
                scifact.isPresent(), "skipped: needs retrieval/scifact in " + History.DATA);
        TestSet whole = Retrieval.read("scifact", scifact.get());
        List<TestSet.Question> questions = whole.questions().subList(0, QUESTIONS);
        TestSet set = new TestSet("scifact", whole.documents(), questions).sampled(EVERY);

        Measured measured = measured(set, directory);

        assertThat(measured.score(Mode.HYBRID).ndcg10()).isGreaterThan(0.94);
        assertThat(measured.score(Mode.VECTOR).ndcg10()).isGreaterThan(0.92);
        assertThat(measured.score(Mode.KEYWORD).ndcg10()).isGreaterThan(0.9);
        assertThat(measured.score(Mode.HYBRID).recall100()).isGreaterThan(0.97);
        assertThat(measured.gain()).isGreaterThan(-0.01);
    }

    private static Measured measured(TestSet set, Path directory) throws InterruptedException {
        Adapters adapters = DataDirectory.of(directory).adapters();
        try (Vectors kept = adapters.vectors();
                Embedder model = adapters.embedder(DataDirectory.KNOWLEDGE_BASE)) {
            return Measured.of(set, Setting.DEFAULT, new KeptVectors(model, kept));
        }
    }
}
