package io.freshet.embedding;

import io.freshet.FreshetException.Unavailable;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All places where one model is asked, in the order in which they are preferred. A place whose
/// model may change is believed once the vectors of the [Probes] are those of the reference: the
/// ones that are kept, or, the first time, the first ones that come (I7). Shared by all collections
/// of the embedder; safe for any thread.
public final class Endpoints {
    private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());

    private final Embedder embedder;
    private final List<Endpoint> all;
    private final Reference reference;
    private final InPieces inPieces;

    /// Held while a place is proven: whoever wants to ask there meanwhile waits for the outcome.
    private final ReentrantLock proving = new ReentrantLock();

    /// @param limiters that of an account, the same for all who use it
    /// @param splitter of texts that are longer than the model reads
    public Endpoints(
            Embedder embedder,
            Function<Embedder.Account, Limiter> limiters,
            Reference reference,
            Splitter splitter) {
        this.inPieces = new InPieces(splitter);
        this.embedder = embedder;
        this.all =
                embedder.endpoints().stream()
                        .map(each -> new Endpoint(each, limiters.apply(each.account())))
                        .toList();
        this.reference = reference;
    }

    private Endpoints(Embedder embedder, Limiter limiter) {
        this.embedder = embedder;
        this.all = List.of(new Endpoint(embedder, limiter));
        this.reference = Reference.NONE;
        this.inPieces = new InPieces(Splitter.NONE);
    }

    /// Of an embedder that is asked in one place.
    public static Endpoints of(Embedder embedder, Limiter limiter) {
        return new Endpoints(embedder, limiter);
    }

    public Embedder embedder() {
        return embedder;
    }

    InPieces inPieces() {
        return inPieces;
    }

    /// How many texts were longer than the model reads, and embedded in pieces.
    public long pooledTexts() {
        return inPieces.pooled() + embedder.pooledTexts();
    }

    List<Endpoint> all() {
        return all;
    }

    /// Those that may be asked now, the best first.
    List<Endpoint> open(World world) {
        return all.stream().filter(each -> each.closed(world).isEmpty()).toList();
    }

    /// Until when none may be asked; empty where one may.
    Optional<Limiter.Closed> closed(World world) {
        Limiter.@Nullable Closed first = null;
        for (Endpoint each : all) {
            Optional<Limiter.Closed> closed = each.closed(world);
            if (closed.isEmpty()) {
                return Optional.empty();
            }
            boolean sooner = first == null || closed.get().left().compareTo(first.left()) < 0;
            first = sooner ? closed.get() : first;
        }
        return Optional.ofNullable(first)
                .map(closed -> new Limiter.Closed(closed.left(), problem().orElse("")));
    }

    /// What is wrong where it is wrong with all of them.
    public Optional<String> problem() {
        List<String> problems =
                all.stream().map(Endpoint::problem).flatMap(Optional::stream).toList();
        return problems.size() < all.size()
                ? Optional.empty()
                : Optional.of(String.join("; ", problems));
    }

    public List<EndpointStatus> statuses() {
        return all.stream().map(Endpoint::status).toList();
    }

    /// Has every place proven that has not been yet, so that what is wrong with one is known before
    /// it is needed.
    ///
    /// @param meter counts what that takes
    public void prove(World world, Meter meter) {
        AskedEmbedder asked = new AskedEmbedder(this, world, meter, SpentFor.PROBE);
        for (Endpoint each : open(world)) {
            try {
                asked.prove(each);
            } catch (Unavailable e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        () -> "endpoint is not proven endpoint=" + each.name(),
                        e);
            }
        }
    }

    /// @param ask for the vectors of the probes, in their order
    /// @throws Unavailable where it serves another model, or none now
    void prove(Endpoint endpoint, World world, Function<List<String>, List<Vector>> ask) {
        proving.lock();
        try {
            endpoint.closed(world).ifPresent(Endpoints::unavailable);
            if (!endpoint.isProven(world)) {
                compare(endpoint, world, Probes.byHash(ask.apply(Probes.TEXTS)));
            }
        } finally {
            proving.unlock();
        }
    }

    private void compare(Endpoint endpoint, World world, Map<String, Vector> answered) {
        Map<String, Vector> known = reference.known();
        double likeness = Probes.likeness(answered, known);
        if (known.size() < answered.size() && likeness >= Probes.COSINE_MIN) {
            reference.keep(answered);
            likeness = Probes.likeness(answered, reference.known());
        }
        if (likeness < Probes.COSINE_MIN) {
            refuse(endpoint, world, likeness);
        }
        endpoint.isTheModel(world);
    }

    private void refuse(Endpoint endpoint, World world, double likeness) {
        String problem = foreign(endpoint, world, likeness);
        endpoint.isForeign(problem, world)
                .ifPresent(unsaid -> LOG.log(System.Logger.Level.ERROR, () -> problem));
        endpoint.closed(world).ifPresent(Endpoints::unavailable);
    }

    private String foreign(Endpoint endpoint, World world, double likeness) {
        String model = embedder.space().model();
        Optional<String> right =
                all.stream()
                        .filter(each -> each != endpoint && each.isProven(world))
                        .map(Endpoint::name)
                        .findFirst();
        String found = String.format(Locale.ROOT, "%.4f", likeness);
        return right.map(
                                name ->
                                        "endpoint "
                                                + endpoint.name()
                                                + " does not serve the model that endpoint "
                                                + name
                                                + " serves as "
                                                + model)
                        .orElse(
                                "endpoint "
                                        + endpoint.name()
                                        + " does not serve the model "
                                        + model
                                        + " that this data was embedded with")
                + " (cosine of the probe texts "
                + found
                + ", at least "
                + Probes.COSINE_MIN
                + " is needed): it is not used. Have it serve that model again, or give the"
                + " embedder another revision under another name and migrate to it: freshet"
                + " migrate";
    }

    private static void unavailable(Limiter.Closed closed) {
        throw new Unavailable(closed.problem(), closed.left());
    }
}
