package io.freshet.server.cli;

import io.freshet.SourceStatus;
import io.freshet.SourceStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Says how far followed folders are read and indexed, until each of them is live and all that it
/// had is searchable: a line that is written over on a terminal, and one for each step that is
/// done. Confined to one thread.
final class Scanning {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final long started = System.nanoTime();
    private final Set<String> said = new HashSet<>();

    Scanning(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Returns when all are live and searchable.
    void await(Serving.Running running) throws InterruptedException {
        boolean open = true;
        while (open) {
            open = false;
            StringBuilder line = new StringBuilder();
            for (Serving.Followed followed : running.followed()) {
                boolean live = followed.status().state() == State.LIVE;
                boolean searchable = live && followed.waiting() == 0;
                open |= !searchable;
                if (live) {
                    live(followed);
                }
                if (searchable) {
                    searchable(followed);
                } else {
                    line.append(line.isEmpty() ? "" : " · ")
                            .append(live ? indexing(followed) : scanning(followed));
                }
                followed.status().problem().ifPresent(problem -> problem(followed, problem));
            }
            over(line.toString());
            if (open) {
                Thread.sleep(POLL);
            }
        }
    }

    private void live(Serving.Followed followed) {
        SourceStatus source = followed.status();
        once(
                "live " + followed.collection() + followed.status().name(),
                name(followed)
                        + " is followed into "
                        + followed.collection()
                        + ": "
                        + Text.number(source.files())
                        + " documents"
                        + (source.skipped() == 0
                                ? ""
                                : "; "
                                        + Text.number(source.skipped())
                                        + " left out (freshet status"
                                        + " --skipped)"));
    }

    private void searchable(Serving.Followed followed) {
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        once(
                "searchable " + followed.collection() + followed.status().name(),
                "all of " + name(followed) + " is searchable, after " + Text.seconds(seconds));
    }

    private static String indexing(Serving.Followed followed) {
        return "indexing "
                + followed.collection()
                + ": "
                + Text.number(followed.waiting())
                + " documents to go";
    }

    private void problem(Serving.Followed followed, String problem) {
        once(
                "problem " + followed.collection() + followed.status().name() + problem,
                terminal.yellow(name(followed) + " cannot be followed yet: " + problem));
    }

    private void once(String fact, String line) {
        if (said.add(fact)) {
            over("");
            terminal.out().println(line);
        }
    }

    private String scanning(Serving.Followed followed) {
        SourceStatus source = followed.status();
        long all = source.read() + source.toRead();
        return all == 0
                ? "scanning " + name(followed)
                : "scanning "
                        + name(followed)
                        + ": "
                        + Text.number(source.read())
                        + " of "
                        + Text.number(all)
                        + " files read";
    }

    /// Short, where it lies below the current directory.
    private String name(Serving.Followed followed) {
        Path path = Path.of(followed.status().location());
        return path.startsWith(terminal.directory()) && !path.equals(terminal.directory())
                ? terminal.directory().relativize(path).toString()
                : path.toString();
    }

    private void over(String line) {
        if (terminal.live()) {
            terminal.err().print("\r\u001b[K" + line);
            terminal.err().flush();
        }
    }
}
