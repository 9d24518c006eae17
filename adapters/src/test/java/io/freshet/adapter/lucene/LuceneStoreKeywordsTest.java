package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Keywords;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index opened with other settings for keywords than it had.
final class LuceneStoreKeywordsTest {
    private static final Keywords STANDARD = new Keywords(Analysis.STANDARD, 1.2, 0.75);
    private static final Keywords ENGLISH = new Keywords(Analysis.ENGLISH, 1.2, 0.75);

    @TempDir private Path directory;

    private LuceneStore open(Keywords keywords) {
        return LuceneStore.open(
                "lucene", directory, new LuceneStore.Kept(2, keywords), System::nanoTime);
    }

    private static void publish(LuceneStore store, long version, String... texts) {
        for (String text : texts) {
            var key = new RowKey(new DocumentId(text), Text.hash(text));
            var vector = new Vector(new float[] {1, text.length()});
            store.write(List.of(), List.of(new Row(key, text, vector, Metadata.NONE)));
        }
        store.publish("h", version);
    }

    private static List<Candidate> asked(LuceneStore store, String words, boolean exact) {
        return store.search(new Query(Optional.of(words), Optional.empty(), Scope.ALL, 10, exact))
                .byKeyword();
    }

    private static List<String> found(LuceneStore store, String words) {
        return asked(store, words, false).stream().map(c -> c.key().document().value()).toList();
    }

    @Test
    void anIndexOfAnotherAnalysisIsBegunAnew() {
        try (var store = open(STANDARD)) {
            publish(store, 7, "refunded orders");
            assertThat(found(store, "refunds")).isEmpty();
        }
        try (var store = open(ENGLISH)) {
            assertThat(store.applied().version()).isZero();
            assertThat(store.applied().history()).isEmpty();
            assertThat(store.applied().rows()).isZero();
            publish(store, 7, "refunded orders");
            assertThat(found(store, "refunds")).containsExactly("refunded orders");
        }
        try (var store = open(ENGLISH)) {
            assertThat(store.applied().version()).isEqualTo(7);
            assertThat(found(store, "refunds")).containsExactly("refunded orders");
        }
    }

    @Test
    void otherWeightsOfWordsNeedNoOtherIndex() {
        String once = "a refund";
        String often = "refund refund refund refund and many more words beside them";
        try (var store = open(STANDARD)) {
            publish(store, 3, once, often);
        }
        try (var store = open(new Keywords(Analysis.STANDARD, 0, 0.75))) {
            assertThat(store.applied().version()).isEqualTo(3);
            for (boolean exact : List.of(true, false)) {
                var scores = asked(store, "refund", exact).stream().map(Candidate::score).toList();
                assertThat(scores).hasSize(2);
                assertThat(scores.get(0)).isEqualTo(scores.get(1));
            }
        }
        try (var store = open(new Keywords(Analysis.STANDARD, 8, 0))) {
            assertThat(store.applied().version()).isEqualTo(3);
            assertThat(found(store, "refund")).containsExactly(often, once);
        }
        try (var store = open(new Keywords(Analysis.STANDARD, 8, 1))) {
            assertThat(found(store, "refund")).containsExactly(once, often);
        }
    }

    @Test
    void aQuestionOfTheCommonestWordsAloneFindsThem() {
        try (var store = open(ENGLISH)) {
            publish(store, 1, "to be or not to be", "the refund of an order");
            assertThat(found(store, "To be, or not to be?")).containsExactly("to be or not to be");
            assertThat(found(store, "the refund")).containsExactly("the refund of an order");
            assertThat(found(store, "such")).isEmpty();
        }
    }
}
