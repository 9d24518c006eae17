package io.freshet.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.planner.Chunker;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Eight times the text takes about eight times the work, whatever the text: what a page can be
/// made to cost is bounded by its size. Measured in processor time of the one thread, generously: a
/// quadratic step would take 64 times.
final class LinearTimeTest {
    private static final int SMALL = 16_000;
    private static final int TIMES = 8;
    private static final int FACTOR_MAX = 3 * TIMES;
    private static final int RUNS = 3;
    private static final long FLOOR_NANOS = 2_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> ",
                "- ",
                "* ",
                "1. ",
                "*",
                "[",
                "`",
                "|",
                "\\",
                "!",
                "<a ",
                "<!--",
                "[a\n",
                "[a]: b\n",
                "[a]: b '\n",
                "1,2\n",
                "2. a\n",
                "=\n",
                "#\n",
                "a|b\n",
                "a|b\n-|-\n",
                "|-\n",
                "```\n",
                "a\n---\n",
                "> a\na\n",
                "- a\n\n",
                "- a\n  ",
                "\r",
                "word ",
                ". ",
                ".'",
                ".\"\n",
                "，",
                "。",
                "\uD83D\uDE00",
            })
    void timeGrowsAsTheTextDoes(String part) {
        String small = part.repeat(SMALL / part.length());
        long once = Math.max(nanos(small), FLOOR_NANOS);
        assertThat(nanos(small.repeat(TIMES)))
                .as("nanoseconds of processor time for %d times what took %d", TIMES, once)
                .isLessThan(FACTOR_MAX * once);
    }

    private static long nanos(String text) {
        var clock = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = clock.getCurrentThreadCpuTime();
            for (var format : Format.values()) {
                var content = new Content(format, text);
                var blocks = new TextExtractor().extract(content).blocks();
                Chunker.chunk(content.text(), blocks, Chunking.DEFAULT);
            }
            best = Math.min(best, clock.getCurrentThreadCpuTime() - start);
        }
        return best;
    }
}
