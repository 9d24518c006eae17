package io.freshet.embedding;

import io.freshet.EmbeddingSpace;
import io.freshet.Failure;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Priority;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// An embedder as everybody asks it: at the first of its endpoints that is well and known to serve
/// the model (I7), not while an account is to be left alone, and with every answer checked (I6), so
/// that the items come in the order of the texts and each is a vector of the space. Where one
/// endpoint fails, the next one is asked at once. A wrong answer is `Refused`: the caller halves
/// the request until the bad text is alone, which then every endpoint must refuse. Every request is
/// counted by a [Meter], wherever it goes and whatever becomes of it. Blocking; safe for any
/// thread.
public final class AskedEmbedder implements Embedder {
    private static final System.Logger LOG = System.getLogger(AskedEmbedder.class.getName());

    private final Endpoints endpoints;
    private final World world;
    private final Meter meter;
    private final SpentFor cause;
    private final Priority priority;

    /// @param world whose clock and chance are used, that of the collection that asks
    /// @param meter of the collection that asks
    /// @param cause why it asks for documents
    public AskedEmbedder(Endpoints endpoints, World world, Meter meter, SpentFor cause) {
        this(endpoints, world, meter, cause, Priority.NORMAL);
    }

    private AskedEmbedder(
            Endpoints endpoints, World world, Meter meter, SpentFor cause, Priority priority) {
        this.endpoints = endpoints;
        this.world = world;
        this.meter = meter;
        this.cause = cause;
        this.priority = priority;
    }

    /// The same, asked for another reason.
    public AskedEmbedder as(SpentFor other) {
        return as(other, priority);
    }

    /// The same, asked for another reason and of another priority.
    AskedEmbedder as(SpentFor other, Priority otherPriority) {
        return new AskedEmbedder(endpoints, world, meter, other, otherPriority);
    }

    /// Why documents of this priority cannot be asked for now: a budget is used up.
    Optional<Failure> held(Priority of) {
        return meter.held(of, endpoints.all().getFirst().embedder().price());
    }

    void spared(SparedEntry.Reason reason, long count, long tokens) {
        meter.spared(reason, count, tokens);
    }

    @Override
    public EmbeddingSpace space() {
        return endpoints.embedder().space();
    }

    @Override
    public Limits limits() {
        return endpoints.embedder().limits();
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return endpoints.embedder().lane(purpose);
    }

    @Override
    public Account account() {
        return endpoints.embedder().account();
    }

    Optional<Limiter.Closed> closed() {
        return endpoints.closed(world);
    }

    /// How long to wait before asking for documents; zero: they may be asked for, and are counted
    /// by [#spend].
    Duration pause() {
        return endpoints.open(world).stream()
                .findFirst()
                .map(first -> first.pause(world))
                .orElse(Duration.ZERO);
    }

    void spend(long tokens) {
        endpoints.open(world).stream().findFirst().ifPresent(first -> first.spend(tokens, world));
    }

    /// For a whole request: every endpoint may have to be asked, and be proven before.
    Duration deadline() {
        long calls = endpoints.all().stream().mapToLong(each -> each.isProven(world) ? 1 : 2).sum();
        return limits().deadline().multipliedBy(calls);
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        closed().ifPresent(AskedEmbedder::unavailable);
        Optional<Unavailable> last = Optional.empty();
        Optional<Refused> refused = Optional.empty();
        for (Endpoint endpoint : endpoints.all()) {
            if (endpoint.closed(world).isPresent()) {
                continue;
            }
            try {
                prove(endpoint);
                SpentFor why = purpose == Purpose.QUERY ? SpentFor.QUERY : cause;
                Answer answer = answer(endpoint, texts, purpose, why);
                if (purpose == Purpose.QUERY || last.isPresent() || refused.isPresent()) {
                    endpoint.spend(answer.tokens(), world); // else it was counted before
                }
                return checked(answer, texts.size(), purpose);
            } catch (Unavailable e) {
                last = Optional.of(e);
            } catch (Refused e) {
                if (texts.size() > 1) {
                    throw e;
                }
                refused = refused.or(() -> Optional.of(e));
            }
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
        closed().ifPresent(AskedEmbedder::unavailable);
        throw last.orElseGet(() -> new Unavailable("no endpoint can be asked", Duration.ZERO));
    }

    private static void unavailable(Limiter.Closed closed) {
        throw new Unavailable(closed.problem(), closed.left());
    }

    /// @throws Unavailable where it does not serve the model, or cannot be asked
    void prove(Endpoint endpoint) {
        if (!endpoint.isProven(world)) {
            endpoints.prove(endpoint, world, texts -> vectors(endpoint, texts));
        }
    }

    private List<Vector> vectors(Endpoint endpoint, List<String> texts) {
        try {
            int most = limits().texts();
            List<Vector> vectors = new ArrayList<>();
            for (int i = 0; i < texts.size(); i += most) {
                List<String> some = texts.subList(i, Math.min(texts.size(), i + most));
                Answer answer = answer(endpoint, some, Purpose.DOCUMENT, SpentFor.PROBE);
                endpoint.spend(answer.tokens(), world);
                Answers.checked(answer, some.size(), space().dimensions()).items().stream()
                        .map(item -> new Vector(item.values()))
                        .forEach(vectors::add);
            }
            return vectors;
        } catch (Refused e) {
            // nothing is wrong with these texts
            Unavailable state = new Unavailable("" + e.getMessage(), e);
            failed(endpoint, state);
            throw state;
        }
    }

    private Answer answer(Endpoint endpoint, List<String> texts, Purpose purpose, SpentFor why) {
        Meter.Running running =
                meter.asking(
                        new Meter.Asked(
                                why,
                                priority,
                                space().model(),
                                endpoint.name(),
                                endpoint.embedder().price(),
                                texts));
        long asked = world.nanos();
        endpoint.asked();
        try {
            Answer answer =
                    counted(
                            running,
                            () -> endpoints.inPieces().embed(endpoint.embedder(), texts, purpose));
            answered(endpoint, asked);
            return answer;
        } catch (Refused e) {
            answered(endpoint, asked);
            throw e;
        } catch (Unavailable e) {
            if (purpose == Purpose.DOCUMENT
                    && why != SpentFor.PROBE
                    && endpoint.isAboutTheTexts(e)) {
                throw new Refused(
                        "the probes are answered, and not these texts: " + e.getMessage(), e);
            }
            failed(endpoint, e);
            throw e;
        }
    }

    private static Answer counted(Meter.Running running, Supplier<Answer> call) {
        Answer answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            running.failed();
            throw e;
        }
        running.answered(answer.tokens());
        return answer;
    }

    private Answer checked(Answer answer, int texts, Purpose purpose) {
        try {
            return Answers.checked(answer, texts, space().dimensions());
        } catch (Refused e) {
            if (purpose == Purpose.DOCUMENT) {
                throw e;
            }
            throw new Unavailable("" + e.getMessage(), e); // it is not the question that is wrong
        }
    }

    /// Whoever waited for an answer and had none in time says so here.
    void failed(Unavailable e) {
        endpoints.open(world).stream().findFirst().ifPresent(first -> failed(first, e));
    }

    private void failed(Endpoint endpoint, Unavailable e) {
        endpoint.failed(e, world)
                .ifPresent(
                        unsaid ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () ->
                                                whatFollows()
                                                        + " model="
                                                        + space().model()
                                                        + " endpoint="
                                                        + endpoint.name()
                                                        + " problem="
                                                        + e.getMessage()
                                                        + " unsaid="
                                                        + unsaid));
    }

    private String whatFollows() {
        return closed().isPresent()
                ? "nothing is embedded for now, what needs it waits"
                : "an endpoint fails, the next one is asked";
    }

    private void answered(Endpoint endpoint, long askedNanos) {
        if (endpoint.answered(askedNanos)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () ->
                            "the embedder answers again model="
                                    + space().model()
                                    + " endpoint="
                                    + endpoint.name());
        }
    }

    /// The embedder is shared: who opened it closes it.
    @Override
    public void close() {}
}
