package io.freshet;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Fusion;
import io.freshet.SearchSettings.Keywords;
import io.freshet.SearchSettings.Method;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SearchSettingsTest {
    private static void assertRefused(String key, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(key);
    }

    @Test
    void whatIsOutOfItsRangeIsRefusedByTheNameOfItsKey() {
        for (double k1 : new double[] {-0.1, 10.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("search.bm25.k1", () -> new Keywords(Analysis.ENGLISH, k1, 0.5));
        }
        for (double b : new double[] {-0.1, 1.1, Double.NaN}) {
            assertRefused("search.bm25.b", () -> new Keywords(Analysis.ENGLISH, 1, b));
        }
        for (double k : new double[] {0, -1, 1000.5, Double.NaN}) {
            assertRefused("search.fusion.k", () -> new Fusion(Method.RRF, k, 0.5));
        }
        for (double weight : new double[] {-0.1, 1.1, Double.NaN}) {
            assertRefused(
                    "search.fusion.vector_weight",
                    () -> new Fusion(Method.WEIGHTED_SUM, 10, weight));
        }
        for (int depth : new int[] {0, 9, 1001}) {
            assertRefused(
                    "search.depth",
                    () -> new SearchSettings(Keywords.DEFAULT, Fusion.DEFAULT, depth));
        }
    }

    @Test
    void bothEndsOfEachRangeAreWithinIt() {
        assertThatNoException()
                .isThrownBy(
                        () -> {
                            var least = new Keywords(Analysis.STANDARD, 0, 0);
                            var most = new Keywords(Analysis.STANDARD, 10, 1);
                            new SearchSettings(least, new Fusion(Method.RRF, 0.01, 0), 10);
                            new SearchSettings(most, new Fusion(Method.RRF, 1000, 1), 1000);
                        });
    }
}
