package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Reranker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Scores by the words that a text has in common with the query, until it is told what else to
/// answer or to throw. Keeps what it was asked. Safe for any thread.
public final class ScriptedReranker implements Reranker {
    private final Limits limits;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, List<Score>> script = ScriptedReranker::byWords;
    private volatile boolean closed;

    public ScriptedReranker(Limits limits) {
        this.limits = limits;
    }

    public ScriptedReranker() {
        this(new Limits(100, Duration.ofSeconds(5)));
    }

    /// One request.
    public record Asked(String query, List<String> documents, Duration deadline) {
        public Asked {
            documents = List.copyOf(documents);
        }
    }

    /// What it answers or throws from now on.
    public void script(Function<Asked, List<Score>> now) {
        script = now;
    }

    /// It answers by words again.
    public void mend() {
        script = ScriptedReranker::byWords;
    }

    /// It never answers from now on, and gives up at the deadline.
    public void hang() {
        script =
                request -> {
                    try {
                        var never = new CountDownLatch(1);
                        var _ = never.await(request.deadline().toNanos(), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    throw new Unavailable("the reranker gave no answer in time", Duration.ZERO);
                };
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public List<Score> rerank(String query, List<String> documents, Duration deadline) {
        Asked request = new Asked(query, documents, deadline);
        asked.add(request);
        return script.apply(request);
    }

    private static List<Score> byWords(Asked request) {
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < request.documents().size(); i++) {
            scores.add(new Score(i, inCommon(request.query(), request.documents().get(i))));
        }
        return scores;
    }

    /// The share of a text's words that the query has too.
    public static double inCommon(String query, String text) {
        List<String> words = words(text);
        long found = words.stream().filter(words(query)::contains).count();
        return (double) found / words.size();
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.toLowerCase(Locale.ROOT).strip().split("\\W+", -1));
    }

    @Override
    public void close() {
        closed = true;
    }
}
