package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetadataPatchTest {
    @Test
    void aPatchSetsNestsAndRemoves() {
        Metadata before = Metadata.of(tree("a", "b", "c", tree("d", "e", "f", "g")));
        MetadataPatch patch = MetadataPatch.of(tree("a", "z", "c", tree("f", null)));
        assertThat(patch.applyTo(before))
                .isEqualTo(Metadata.of(tree("a", "z", "c", tree("d", "e"))));
    }

    @Test
    void anObjectOverAScalarReplacesIt() {
        Metadata before = Metadata.of(tree("a", "b"));
        MetadataPatch patch = MetadataPatch.of(tree("a", tree("b", "c", "x", null)));
        assertThat(patch.applyTo(before)).isEqualTo(Metadata.of(tree("a", tree("b", "c"))));
    }

    /// Else it would be accepted, and fail its document when it is applied.
    @Test
    void aPatchIsNestedNoDeeperThanMetadata() {
        Map<String, @Nullable Object> tree = tree("leaf", null);
        for (int depth = 2; depth <= 32; depth++) {
            tree = tree("k", tree);
        }
        assertThat(MetadataPatch.of(tree).applyTo(Metadata.NONE).values()).containsKey("k");

        Map<String, @Nullable Object> deeper = tree("k", tree);
        assertThatThrownBy(() -> MetadataPatch.of(deeper))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 32 deep");
    }

    @Test
    void aListIsReplacedWhole() {
        Metadata before = Metadata.of(tree("a", List.of("b", "c")));
        MetadataPatch patch = MetadataPatch.of(tree("a", List.of("d")));
        assertThat(patch.applyTo(before)).isEqualTo(Metadata.of(tree("a", List.of("d"))));
    }

    @Test
    void twoPatchesAsOneDoWhatTheyDoInTurn() {
        for (long seed = 0; seed < 5000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Metadata before = patch(random, 3).applyTo(Metadata.NONE);
            MetadataPatch first = patch(random, 3);
            MetadataPatch second = patch(random, 3);
            assertThat(first.then(second).applyTo(before))
                    .as("seed " + seed)
                    .isEqualTo(second.applyTo(first.applyTo(before)));
        }
    }

    static MetadataPatch patch(SplittableRandom random, int depth) {
        return MetadataPatch.of(randomTree(random, depth));
    }

    private static Map<String, @Nullable Object> randomTree(SplittableRandom random, int depth) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            Object value =
                    switch (random.nextInt(depth > 0 ? 4 : 3)) {
                        case 0 -> null;
                        case 1 -> (long) random.nextInt(3);
                        case 2 -> "s" + random.nextInt(3);
                        default -> randomTree(random, depth - 1);
                    };
            tree.put("k" + random.nextInt(3), value);
        }
        return tree;
    }

    private static Map<String, @Nullable Object> tree(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tree.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return tree;
    }
}
