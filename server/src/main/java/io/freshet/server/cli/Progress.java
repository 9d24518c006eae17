package io.freshet.server.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Says how far long work has come, on standard error: a bar with rate and time left on a terminal,
/// else a line every few seconds. Safe for any thread.
final class Progress implements AutoCloseable {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR_UPDATE_MS = 200;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final String what;
    private final long total;
    private final long started = System.nanoTime();
    private final @Nullable ProgressBar bar;
    private long done;
    private long lineAt = started + LINE_EVERY.toNanos();

    /// @param what is counted, in the plural
    Progress(Terminal terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.bar =
                terminal.live()
                        ? new ProgressBarBuilder()
                                .setTaskName("indexing")
                                .setInitialMax(total)
                                .setUnit(" " + what, 1)
                                .setUpdateIntervalMillis(BAR_UPDATE_MS)
                                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                                .showSpeed()
                                .build()
                        : null;
    }

    synchronized void add(long more) {
        done += more;
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = System.nanoTime();
        if (now >= lineAt && done < total) {
            lineAt = now + LINE_EVERY.toNanos();
            double seconds = (now - started) / NANOS_PER_SECOND;
            double rate = done / seconds;
            terminal.err()
                    .println(
                            Text.number(done)
                                    + " of "
                                    + Text.number(total)
                                    + " "
                                    + what
                                    + ", "
                                    + Math.round(rate * 10) / 10.0
                                    + "/s, about "
                                    + Text.seconds((total - done) / rate)
                                    + " left");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
