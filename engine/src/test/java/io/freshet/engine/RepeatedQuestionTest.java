package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.sim.CountingEmbedder.Request;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Embedder.Purpose;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same question is embedded once, whoever asks it and of whichever collection.
final class RepeatedQuestionTest {
    private final MemoryAdapters adapters = new MemoryAdapters(new LineExtractor());
    private Engine engine;
    private Shard docs;
    private Shard others;

    @BeforeEach
    void open() throws InterruptedException {
        engine = Engine.open(adapters, _ -> CollectionSettings.DEFAULT);
        docs = engine.create(new CollectionName("docs"));
        others = engine.create(new CollectionName("others"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static SearchRequest ask(String question, Mode mode) {
        return new SearchRequest(
                question, Optional.empty(), mode, 5, Scope.ALL, 0, 0, false, Optional.empty());
    }

    private List<String> questions() {
        return adapters.embedder().requests().stream()
                .filter(request -> request.purpose() == Purpose.QUERY)
                .map(Request::texts)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void itIsEmbeddedOnce() throws InterruptedException {
        docs.search(ask("refunds", Mode.VECTOR));
        docs.search(ask("refunds", Mode.HYBRID));
        others.search(ask("refunds", Mode.VECTOR));
        docs.search(ask("returns", Mode.VECTOR));

        assertThat(questions()).containsExactly("refunds", "returns");
    }

    @Test
    void whatWasNotAskedLongestIsForgottenFirst() throws InterruptedException {
        docs.search(ask("first", Mode.VECTOR));
        docs.search(ask("second", Mode.VECTOR));
        for (int i = 0; i < 999; i++) {
            docs.search(ask("first", Mode.VECTOR));
            docs.search(ask("number " + i, Mode.VECTOR));
        }
        adapters.embedder().reset();

        docs.search(ask("first", Mode.VECTOR));
        docs.search(ask("second", Mode.VECTOR));

        assertThat(questions()).containsExactly("second");
    }

    @Test
    void aVeryLongOneIsNotKept() throws InterruptedException {
        docs.search(ask("long ".repeat(300), Mode.VECTOR));
        docs.search(ask("long ".repeat(300), Mode.VECTOR));

        assertThat(questions()).hasSize(2);
    }

    @Test
    void aWrongAnswerIsNotKept() throws InterruptedException {
        adapters.embedder().misbehave(new EmbedderFault.Zeros());
        assertThatThrownBy(() -> docs.search(ask("refunds", Mode.VECTOR)))
                .isInstanceOf(Unavailable.class);
        adapters.embedder().behave();

        docs.search(ask("refunds", Mode.VECTOR));

        assertThat(questions()).containsExactly("refunds", "refunds");
    }
}
