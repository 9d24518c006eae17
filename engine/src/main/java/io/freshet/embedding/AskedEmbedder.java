package io.freshet.embedding;

import io.freshet.EmbeddingSpace;
import io.freshet.Failure;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An embedder as everybody asks it: not while its account is to be left alone, and with every
/// answer checked (I6), so that the items come in the order of the texts and each is a vector of
/// the space. A wrong answer is `Refused`: the caller halves the request until the bad text is
/// alone. Blocking; safe for any thread.
public final class AskedEmbedder implements Embedder {
    private static final System.Logger LOG = System.getLogger(AskedEmbedder.class.getName());

    private final Embedder embedder;
    private final Limiter limiter;
    private final World world;

    /// @param world whose clock and chance are used, that of the collection that asks
    public AskedEmbedder(Embedder embedder, Limiter limiter, World world) {
        this.embedder = embedder;
        this.limiter = limiter;
        this.world = world;
    }

    @Override
    public EmbeddingSpace space() {
        return embedder.space();
    }

    @Override
    public Limits limits() {
        return embedder.limits();
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return embedder.lane(purpose);
    }

    @Override
    public Account account() {
        return embedder.account();
    }

    Optional<Limiter.Closed> closed() {
        return limiter.closed(world);
    }

    /// How long to wait before asking for documents; zero: they may be asked for, and are counted
    /// by [#spend].
    Duration pause() {
        return limiter.pause(world);
    }

    void spend(long tokens) {
        limiter.spend(tokens, world);
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        Optional<Limiter.Closed> closed = closed();
        if (closed.isPresent()) {
            throw new Unavailable(closed.get().problem(), closed.get().left());
        }
        Answer answer = answer(texts, purpose);
        return checked(answer, texts.size(), purpose);
    }

    private Answer answer(List<String> texts, Purpose purpose) {
        long asked = world.nanos();
        try {
            Answer answer = embedder.embed(texts, purpose);
            answered(asked);
            return answer;
        } catch (Refused e) {
            answered(asked);
            throw e;
        } catch (Unavailable e) {
            failed(e);
            throw e;
        }
    }

    private Answer checked(Answer answer, int texts, Purpose purpose) {
        if (purpose == Purpose.DOCUMENT) {
            return Answers.checked(answer, texts, space().dimensions());
        }
        spend(answer.tokens());
        try {
            return Answers.checked(answer, texts, space().dimensions());
        } catch (Refused e) {
            throw new Unavailable("" + e.getMessage(), e); // it is not the question that is wrong
        }
    }

    /// Whoever waited for an answer and had none in time says so here.
    void failed(Unavailable e) {
        limiter.failed(new Failure(false, e.retryAfter(), "" + e.getMessage()), world)
                .ifPresent(
                        unsaid ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () ->
                                                "nothing is embedded for now, what needs it waits"
                                                        + " model="
                                                        + space().model()
                                                        + " problem="
                                                        + e.getMessage()
                                                        + " unsaid="
                                                        + unsaid));
    }

    private void answered(long askedNanos) {
        if (limiter.answered(askedNanos)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "the embedder answers again model=" + space().model());
        }
    }

    /// The embedder is shared: who opened it closes it.
    @Override
    public void close() {}
}
