package io.freshet.server.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Says how far a put has come, on standard error: a bar with rate and time left on a terminal,
/// else a line every few seconds. Confined to one thread.
final class PutProgress implements AutoCloseable {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR_UPDATE_MS = 200;

    /// As narrow as terminals usually are. Asked for it, the library would open the terminal, and
    /// with it take Ctrl-C from the command, which then ends without a word.
    private static final int COLUMNS = 79;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final long total;
    private final long started = System.nanoTime();
    private final @Nullable ProgressBar bar;
    private long lineAt = started + LINE_EVERY.toNanos();

    /// @param total documents
    PutProgress(Terminal terminal, long total) {
        this.terminal = terminal;
        this.total = total;
        this.bar =
                terminal.live()
                        ? new ProgressBarBuilder()
                                .setTaskName("searchable")
                                .setInitialMax(total)
                                .setUpdateIntervalMillis(BAR_UPDATE_MS)
                                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                                .setConsumer(
                                        new ConsoleProgressBarConsumer(terminal.err(), COLUMNS))
                                .continuousUpdate()
                                .showSpeed(
                                        new DecimalFormat(
                                                "0.0",
                                                DecimalFormatSymbols.getInstance(Locale.ROOT)))
                                .build()
                        : null;
    }

    void show(DocumentLines lines, Standing before, Standing now) {
        long sent = lines.count();
        long all = total - lines.skipped().size();
        long accepted = Math.min(sent, Standing.since(before.accepted(), now.accepted()));
        long searchable = Math.min(accepted, Standing.since(before.settled(), now.settled()));
        String cost =
                Text.number(Standing.since(before.texts(), now.texts()))
                        + " embedded, "
                        + Text.number(Standing.since(before.spared(), now.spared()))
                        + " spared";
        if (bar != null) {
            bar.maxHint(all);
            bar.stepTo(searchable);
            bar.setExtraMessage(
                    accepted < all ? " " + Text.number(accepted) + " accepted" : " " + cost);
            return;
        }
        long nanos = System.nanoTime();
        if (nanos >= lineAt && searchable < all) {
            lineAt = nanos + LINE_EVERY.toNanos();
            double rate = searchable / ((nanos - started) / NANOS_PER_SECOND);
            terminal.err()
                    .println(
                            Text.number(searchable)
                                    + " of "
                                    + Text.count(all, "document")
                                    + " searchable, "
                                    + Text.number(accepted)
                                    + " accepted; texts: "
                                    + cost
                                    + "; "
                                    + rate(rate)
                                    + "/s"
                                    + left(all - searchable, rate));
        }
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.1f", rate);
    }

    private static String left(long documents, double rate) {
        return rate > 0 ? ", about " + Text.seconds(documents / rate) + " left" : "";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
