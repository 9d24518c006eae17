package io.freshet.spi;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException;
import io.freshet.Price;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Turns texts into vectors of one embedding space. Its answers are untrusted: the embedding step
/// checks every one. Blocking; safe for as many callers as its limits say. One that has several
/// endpoints is asked at them, and not itself.
///
/// Failures: `Unavailable` (the endpoint's state, with `retryAfter` where it said one), `Refused`
/// (about the content: the caller halves the request until the bad text is alone).
public interface Embedder extends AutoCloseable {
    EmbeddingSpace space();

    Limits limits();

    /// @param texts most texts of one request, 1 or more
    /// @param tokens most tokens of one request, by the fixed estimate; a single text may be above
    /// @param concurrency requests that may be in flight
    /// @param deadline for one request
    record Limits(int texts, int tokens, int concurrency, Duration deadline) {}

    /// Where the same model is asked, the best place first; by default here alone.
    default List<Embedder> endpoints() {
        return List.of(this);
    }

    /// What the place where it is asked is called.
    default String endpoint() {
        return "local";
    }

    /// Whether another model may come to answer under this name, at any time: then its vectors are
    /// believed only once those of a few known texts are the ones that were there before (I7).
    default boolean mayChange() {
        return false;
    }

    /// How many texts were longer than the model reads, and embedded in pieces by itself.
    default long pooledTexts() {
        return 0;
    }

    /// Whose quota it uses up: all that name the same account are limited together.
    default Account account() {
        return new Account(space().fingerprint(), 0);
    }

    /// @param id the same for all that share a quota; nothing secret
    /// @param tokensPerMinuteMax 0 where none is known
    record Account(String id, long tokensPerMinuteMax) {}

    /// What it asks for; none where nobody knows.
    default Optional<Price> price() {
        return Optional.empty();
    }

    /// Where it is asked: by default among the calls that need a processor.
    default World.Lane lane(Purpose purpose) {
        return purpose == Purpose.QUERY ? World.Lane.QUERY : World.Lane.EMBED;
    }

    /// Prefixes are the embedder's business: it puts the space's own before the texts.
    Answer embed(List<String> texts, Purpose purpose);

    /// What the vectors are for.
    enum Purpose {
        DOCUMENT,
        /// Somebody waits for it: it takes the next free slot.
        QUERY
    }

    /// @param tokens as the model or provider counted them; 0 where it did not
    record Answer(List<Item> items, long tokens) {
        public Answer {
            items = List.copyOf(items);
        }
    }

    /// Asks once, to see how the place is.
    default Report report(List<String> texts) {
        try {
            return Report.answered(0, embed(texts, Purpose.DOCUMENT));
        } catch (FreshetException e) {
            return Report.failed(0, String.valueOf(e.getMessage()));
        }
    }

    /// How a place was when it was asked once.
    ///
    /// @param status of the answer over HTTP; 0 where there was none
    /// @param rateLimits what it told of the account's quota, by name
    /// @param answer where it has the right shape; else there is a `problem`
    record Report(
            int status,
            SortedMap<String, String> rateLimits,
            Optional<Answer> answer,
            Optional<String> problem) {
        public Report {
            rateLimits = Collections.unmodifiableSortedMap(new TreeMap<>(rateLimits));
        }

        public static Report answered(int status, Answer answer) {
            return new Report(
                    status, Collections.emptySortedMap(), Optional.of(answer), Optional.empty());
        }

        public static Report failed(int status, String problem) {
            return new Report(
                    status, Collections.emptySortedMap(), Optional.empty(), Optional.of(problem));
        }

        public Report with(SortedMap<String, String> told) {
            return new Report(status, told, answer, problem);
        }
    }

    /// @param index of its text in the request
    record Item(int index, float[] values) {}

    @Override
    void close();
}
