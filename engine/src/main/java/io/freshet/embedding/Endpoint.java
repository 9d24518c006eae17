package io.freshet.embedding;

import io.freshet.Failure;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// One place where a model is asked, and how it is: shared by everybody who asks there. Its account
/// is left alone together with all others that use it; the place alone, while it serves another
/// model. Safe for any thread.
final class Endpoint {
    /// Who serves another model is asked again so late: somebody has to mend it.
    private static final Duration FOREIGN_PAUSE = Duration.ofMinutes(1);

    /// How long it is believed that what answered last answers still.
    private static final long PROVEN_NANOS_MAX = Duration.ofHours(1).toNanos();

    private final Embedder embedder;
    private final Limiter account;
    private final Limiter itself = new Limiter(0);
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicLong provenNanos = new AtomicLong();
    private final AtomicBoolean back = new AtomicBoolean();
    private volatile boolean away;
    private volatile boolean proven;

    Endpoint(Embedder embedder, Limiter account) {
        this.embedder = embedder;
        this.account = account;
    }

    Embedder embedder() {
        return embedder;
    }

    String name() {
        return embedder.endpoint();
    }

    /// Empty where it may be asked.
    Optional<Limiter.Closed> closed(World world) {
        Optional<Limiter.Closed> foreign = itself.closed(world);
        return foreign.isPresent() ? foreign : account.closed(world);
    }

    Duration pause(World world) {
        return account.pause(world);
    }

    void spend(long tokens, World world) {
        account.spend(tokens, world);
    }

    /// Whether what answers there is known to be the model (I7).
    boolean isProven(World world) {
        return !embedder.mayChange()
                || (proven && world.nanos() - provenNanos.get() < PROVEN_NANOS_MAX);
    }

    void isTheModel(World world) {
        itself.answered(world.nanos());
        provenNanos.set(world.nanos());
        back.set(away);
        away = false;
        proven = true;
    }

    /// It serves another model: it is not used until that has changed.
    ///
    /// @return empty where the log need not say it again, else how often it went unsaid
    OptionalLong isForeign(String problem, World world) {
        proven = false;
        return itself.failed(new Failure(false, Optional.of(FOREIGN_PAUSE), problem), world);
    }

    void asked() {
        requests.increment();
    }

    /// @return whether it is well again
    boolean answered(long askedNanos) {
        return account.answered(askedNanos);
    }

    /// Whether this is the first failure since it came back and answered the probes: then it is not
    /// down, and something is wrong with what it was asked.
    boolean isAboutTheTexts(Unavailable e) {
        return !e.isBusy() && back.getAndSet(false);
    }

    /// What comes back after it was away may be another model.
    ///
    /// @return empty where the log need not say it again, else how often it went unsaid
    OptionalLong failed(Unavailable e, World world) {
        failures.increment();
        if (!e.isBusy()) {
            proven = false;
            away = true;
        }
        return account.failed(new Failure(false, e.retryAfter(), "" + e.getMessage()), world);
    }

    /// Why it was not well when it was last asked.
    Optional<String> problem() {
        return itself.problem().or(account::problem);
    }

    EndpointStatus status() {
        return new EndpointStatus(name(), state(), problem(), requests.sum(), failures.sum());
    }

    private EndpointStatus.State state() {
        if (itself.problem().isPresent()) {
            return EndpointStatus.State.REFUSED;
        }
        if (account.problem().isPresent()) {
            return EndpointStatus.State.DOWN;
        }
        boolean known = proven || !embedder.mayChange();
        return known ? EndpointStatus.State.UP : EndpointStatus.State.UNKNOWN;
    }
}
