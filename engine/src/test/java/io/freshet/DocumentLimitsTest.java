package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Change.MetadataChange.Keep;
import io.freshet.Change.MetadataChange.Merge;
import io.freshet.Change.MetadataChange.Replace;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DocumentLimitsTest {
    private static final DocumentLimits LIMITS = new DocumentLimits(10, 20);

    private static IndexEvent event(String text, Change.MetadataChange metadata) {
        Content content = new Content(Format.MARKDOWN, text);
        return event(new Change.Upsert(Optional.of(content), metadata), Optional.empty());
    }

    private static IndexEvent event(Change change, Optional<String> eventId) {
        return new IndexEvent(
                List.of(new DocumentId("a")),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                eventId,
                Instant.EPOCH);
    }

    private static Optional<String> pointer(IndexEvent... events) {
        return LIMITS.problem(new Submission(Arrays.asList(events), false))
                .flatMap(Problem::pointer);
    }

    @Test
    void theEventThatIsTooLargeIsNamed() {
        IndexEvent fits = event("é".repeat(5), new Replace(Metadata.of(Map.of("k", "x"))));

        assertThat(pointer(fits, event(new Change.Delete(), Optional.empty()))).isEmpty();
        assertThat(pointer(fits, event("é".repeat(5) + "x", new Keep())))
                .contains("/events/1/text");
        assertThat(pointer(fits, fits, event("x", new Replace(metadata(21)))))
                .contains("/events/2/metadata");
        assertThat(
                        LIMITS.problem(
                                new Submission(List.of(event("x".repeat(11), new Keep())), false)))
                .hasValueSatisfying(
                        problem -> {
                            assertThat(problem.code()).isEqualTo("too_large");
                            assertThat(problem.detail()).contains("at most 10 bytes of text");
                        });
    }

    private static Metadata metadata(int bytes) {
        return Metadata.of(Map.of("k", "x".repeat(bytes - 8)));
    }

    @Test
    void metadataIsMeasuredAsJsonWithoutBlanks() {
        assertThat(LIMITS.tooLarge(new Replace(metadata(20)))).isEmpty();
        assertThat(JsonSize.of(Metadata.NONE)).isEqualTo("{}".length());
        assertThat(JsonSize.of(Metadata.of(Map.of("a\"\\\n\u0001é", List.of(1, true, "🦀")))))
                .isEqualTo("{\"a\\\"\\\\\\n\\u0001__\":[1,true,\"____\"]}".length());
    }

    @Test
    void aPatchIsMeasuredWithWhatItRemoves() {
        Map<String, Object> tree = new HashMap<>();
        tree.put("gone", null);
        tree.put("n", Map.of("m", 1));

        long bytes = "{\"gone\":null,\"n\":{\"m\":1}}".length();

        assertThat(new DocumentLimits(1, (int) bytes).tooLarge(new Merge(MetadataPatch.of(tree))))
                .isEmpty();
        assertThat(
                        new DocumentLimits(1, (int) bytes - 1)
                                .tooLarge(new Merge(MetadataPatch.of(tree))))
                .isPresent();
    }

    @Test
    void anEventIdIsShort() {
        assertThat(event(new Change.Delete(), Optional.of("x".repeat(256))).eventId()).isPresent();
        for (String id : List.of("x".repeat(257), " ")) {
            assertThatThrownBy(() -> event(new Change.Delete(), Optional.of(id)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("event_id has 1 to 256");
        }
    }
}
