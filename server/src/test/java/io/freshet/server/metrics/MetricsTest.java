package io.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void whatIsCountedElsewhereIsShownWhateverTheCollectorHasTakenAway() {
        AtomicLong refused = new AtomicLong();
        try (Metrics metrics = new Metrics(List::of, List::of)) {
            metrics.subscribers(() -> 0, refused::get);
            System.gc();
            refused.set(3);

            assertThat(metrics.scrape())
                    .contains("freshet_refused_total{reason=\"subscribers_max\"} 3.0");
        }
    }
}
