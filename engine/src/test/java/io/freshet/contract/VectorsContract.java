package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Unavailable;
import io.freshet.Vector;
import io.freshet.spi.Vectors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Vectors] does.
public abstract class VectorsContract {
    private static final String SPACE = "space";

    private Vectors vectors;

    /// Opens the vectors of this test; where they exist already, the same ones again.
    protected abstract Vectors open();

    @BeforeEach
    final void opens() {
        vectors = open();
    }

    @AfterEach
    final void closes() {
        vectors.close();
    }

    private static Vector vector(float... values) {
        return new Vector(values);
    }

    @Test
    void whatIsKnownIsFoundByHash() {
        vectors.put(SPACE, Map.of("a", vector(1, 2), "b", vector(-0.5f, Float.MIN_VALUE)));
        assertThat(vectors.find(SPACE, List.of("b", "none", "a")))
                .isEqualTo(Map.of("a", vector(1, 2), "b", vector(-0.5f, Float.MIN_VALUE)));
        assertThat(vectors.find(SPACE, List.of())).isEmpty();
        assertThat(vectors.find(SPACE, List.of("none"))).isEmpty();
    }

    @Test
    @Tag("I7")
    void aVectorOfAnotherWidthIsReplaced() {
        vectors.put(SPACE, Map.of("a", vector(1, 2, 3), "b", vector(4, 5)));
        vectors.put(SPACE, Map.of("a", vector(1, 2), "b", vector(6, 7)));
        assertThat(vectors.find(SPACE, List.of("a", "b")))
                .isEqualTo(Map.of("a", vector(1, 2), "b", vector(4, 5)));
        assertThat(vectors.count(SPACE)).isEqualTo(2);
    }

    @Test
    @Tag("I7")
    void spacesAreApart() {
        vectors.put(SPACE, Map.of("a", vector(1, 2)));
        vectors.put("other", Map.of("a", vector(3, 4, 5), "b", vector(6, 7, 8)));
        assertThat(vectors.find(SPACE, List.of("a", "b"))).isEqualTo(Map.of("a", vector(1, 2)));
        assertThat(vectors.find("other", List.of("a"))).isEqualTo(Map.of("a", vector(3, 4, 5)));
        assertThat(vectors.find("unknown", List.of("a"))).isEmpty();
        assertThat(vectors.count(SPACE)).isEqualTo(1);
        assertThat(vectors.count("other")).isEqualTo(2);
        assertThat(vectors.count("unknown")).isZero();
    }

    @Test
    void aVectorThatIsThereStays() {
        vectors.put(SPACE, Map.of("a", vector(1, 2)));
        vectors.put(SPACE, Map.of("a", vector(9, 9), "b", vector(3, 4)));
        assertThat(vectors.find(SPACE, List.of("a")).get("a")).isEqualTo(vector(1, 2));
        assertThat(vectors.count(SPACE)).isEqualTo(2);
    }

    @Test
    @Tag("I5")
    void whatWasPutIsThereAfterOpeningAgain() {
        vectors.put(SPACE, Map.of("a", vector(1, 2)));
        vectors.close();
        vectors = open();
        assertThat(vectors.find(SPACE, List.of("a"))).isEqualTo(Map.of("a", vector(1, 2)));
        assertThat(vectors.count(SPACE)).isEqualTo(1);
    }

    @Test
    void manyAreFoundAtOnce() {
        var chance = new Random(1);
        Map<String, Vector> many = new LinkedHashMap<>();
        for (int i = 0; i < 3000; i++) {
            many.put("hash" + i, vector(1, (float) chance.nextGaussian(), i));
        }
        vectors.put(SPACE, many);
        assertThat(vectors.find(SPACE, many.keySet())).isEqualTo(many);
        assertThat(vectors.count(SPACE)).isEqualTo(3000);
    }

    @Test
    void anyThreadMayPutAndFind() throws Exception {
        List<Callable<Map<String, Vector>>> calls =
                IntStream.range(0, 16).mapToObj(this::putAndFind).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var found : threads.invokeAll(calls)) {
                assertThat(found.get()).hasSize(2);
            }
        }
        assertThat(vectors.count(SPACE)).isEqualTo(17);
    }

    private Callable<Map<String, Vector>> putAndFind(int i) {
        return () -> {
            vectors.put(SPACE, Map.of("own" + i, vector(1, i), "shared", vector(1, 0)));
            return vectors.find(SPACE, List.of("own" + i, "shared"));
        };
    }

    @Test
    @Tag("I5")
    void aSweepDropsWhatIsNotRetainedAndLeavesWhatIsUsedMeanwhile() throws InterruptedException {
        vectors.put(SPACE, Map.of("kept", vector(1, 2), "gone", vector(3, 4), "put", vector(5, 6)));
        vectors.put("other", Map.of("kept", vector(7), "gone", vector(8), "found", vector(9)));
        vectors.sweepLater();
        assertThat(vectors.isSweepDue()).isTrue();

        vectors.sweep(
                mark -> {
                    mark.accept(List.of("kept"));
                    vectors.put(SPACE, Map.of("put", vector(5, 6), "new", vector(1, 1)));
                    assertThat(vectors.find("other", List.of("found"))).hasSize(1);
                    mark.accept(List.of("nothing"));
                });

        assertThat(vectors.isSweepDue()).isFalse();
        assertThat(vectors.find(SPACE, List.of("kept", "gone", "put", "new")))
                .containsOnlyKeys("kept", "put", "new");
        assertThat(vectors.find("other", List.of("kept", "gone", "found")))
                .containsOnlyKeys("kept", "found");
        assertThat(vectors.count(SPACE)).isEqualTo(3);
        assertThat(vectors.count("other")).isEqualTo(2);
        vectors.sweep(mark -> mark.accept(List.of("new")));
        assertThat(vectors.count(SPACE)).isEqualTo(1);
        assertThat(vectors.count("other")).isZero();
    }

    @Test
    void aSweepThatCannotTellWhatIsRetainedDropsNothingAndStaysDue() {
        vectors.put(SPACE, Map.of("a", vector(1, 2)));
        assertThatThrownBy(
                        () ->
                                vectors.sweep(
                                        _ -> {
                                            throw new Unavailable("damaged", Duration.ZERO);
                                        }))
                .isInstanceOf(Unavailable.class);
        vectors.close();
        vectors = open();
        assertThat(vectors.isSweepDue()).isTrue();
        assertThat(vectors.count(SPACE)).isEqualTo(1);
    }
}
