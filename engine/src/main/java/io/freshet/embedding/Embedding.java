package io.freshet.embedding;

import io.freshet.Chunk;
import io.freshet.Embedded;
import io.freshet.Failure;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Planned;
import io.freshet.SparedEntry;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ticket;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fills in vectors: first those known by content, then the embedder's, checked, and durable before
/// anything refers to them. Many requests are in flight at once.
///
/// A text that fails fails its documents and no others. While the endpoint's own state is bad,
/// documents that need it go back to the waiting set, and the others go on. Confined to its shard.
public final class Embedding {
    private static final Duration PUT_AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final Vectors vectors;
    private final AskedEmbedder embedder;
    private final Desk desk;
    private Reembedding guard = Reembedding.off();
    private final Consumer<Embedded> out;
    private final String space;
    private final List<Job> jobs = new ArrayList<>();
    private final Texts waiting = new Texts();
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Vector> answered = new TreeMap<>();
    private Map<String, Vector> putting = new TreeMap<>();
    private @Nullable Ticket<Integer> put;
    private Instant putAt = Instant.EPOCH;
    private Spent spent = new Spent(0, 0, 0, 0);

    public Embedding(
            World world,
            Vectors vectors,
            AskedEmbedder embedder,
            Desk desk,
            Consumer<Embedded> out) {
        this.world = world;
        this.vectors = vectors;
        this.embedder = embedder;
        this.desk = desk;
        this.out = out;
        this.space = embedder.space().fingerprint();
    }

    private record Request(Texts.Pack pack, Ticket<Embedder.Answer> answer) {
        List<Chunk> texts() {
            return pack.texts();
        }
    }

    /// Since the start, of what was answered.
    ///
    /// @param tokens by the fixed estimate
    /// @param known texts whose vector was there already
    public record Spent(long requests, long texts, long tokens, long known) {
        Spent answered(List<Chunk> chunks) {
            long sum = chunks.stream().mapToLong(Chunk::tokens).sum();
            return new Spent(requests + 1, texts + chunks.size(), tokens + sum, known);
        }

        Spent spared(int count) {
            return new Spent(requests, texts, tokens, known + count);
        }
    }

    /// Before the first batch: what is to be held back of those that come.
    public void guardBy(Reembedding other) {
        guard = other;
    }

    public void accept(Planned planned) {
        Job job = new Job(planned);
        jobs.add(job);
        guard.begin(planned);
        lookUp(job);
    }

    public Spent spent() {
        return spent;
    }

    public boolean step() {
        boolean did = finishRequests();
        did |= finishPut();
        did |= startPut();
        did |= advanceJobs();
        did |= startRequests();
        return did;
    }

    /// The collection stops: the texts that it asks for may be asked for by the others. Answers
    /// that are not written yet are, since they were paid for.
    public void close() {
        Set<String> claimed = new TreeSet<>(answered.keySet());
        claimed.addAll(putting.keySet());
        waiting.drain().forEach(chunk -> claimed.add(chunk.hash()));
        requests.forEach(request -> request.texts().forEach(chunk -> claimed.add(chunk.hash())));
        jobs.forEach(job -> claimed.addAll(job.claimed));
        Map<String, Vector> paid = new TreeMap<>(answered);
        world.fork(
                World.Lane.VECTORS,
                World.UNBOUNDED,
                () -> {
                    try {
                        vectors.put(space, paid);
                    } finally {
                        claimed.forEach(desk::release);
                    }
                    return paid.size();
                });
    }

    /// Takes on what nobody else asks for, and only then looks which of it is known: between a look
    /// and a later claim, somebody else could have asked and been answered (I5).
    private void lookUp(Job job) {
        for (String hash : job.missing.keySet()) {
            if (desk.claim(hash, world)) {
                job.claimed.add(hash);
            }
        }
        if (!job.claimed.isEmpty()) {
            List<String> hashes = List.copyOf(job.claimed);
            job.lookup =
                    world.fork(
                            World.Lane.VECTORS,
                            World.UNBOUNDED,
                            () ->
                                    new Job.Looked(
                                            vectors.find(embedder.space(), hashes),
                                            guard.chunks()));
        }
    }

    private boolean advanceJobs() {
        boolean did = false;
        for (Iterator<Job> each = jobs.iterator(); each.hasNext(); ) {
            Job job = each.next();
            did |= advance(job);
            if (job.isDone()) {
                each.remove();
                out.accept(job.result());
                did = true;
            }
        }
        return did;
    }

    private boolean advance(Job job) {
        if (job.lookup != null) {
            return job.lookup.isDone() && lookedUp(job, job.lookup);
        }
        boolean abandoned = job.missing.keySet().stream().anyMatch(hash -> !desk.isInFlight(hash));
        if (abandoned) {
            lookUp(job);
        }
        return abandoned;
    }

    private boolean lookedUp(Job job, Ticket<Job.Looked> lookup) {
        job.lookup = null;
        List<String> claimed = List.copyOf(job.claimed);
        job.claimed.clear();
        try {
            Job.Looked looked = lookup.result();
            Map<String, Vector> known = looked.known();
            spent = spent.spared(known.size());
            embedder.spared(
                    SparedEntry.Reason.KNOWN_VECTOR, known.size(), job.tokens(known.keySet()));
            Set<String> unknown = new TreeSet<>(claimed);
            unknown.removeAll(known.keySet());
            Map<String, Failure> held = guard.held(job.planned, unknown, looked.chunks());
            known.keySet().forEach(this::found);
            for (String hash : unknown) {
                Failure why = held.get(hash);
                if (why == null) {
                    ask(job, hash);
                } else {
                    job.fail(hash, why);
                    desk.release(hash);
                }
            }
        } catch (ExecutionException e) {
            Failure failure = new Failure(false, Optional.of(PUT_AGAIN), problem(e));
            for (String hash : claimed) {
                job.fail(hash, failure);
                desk.release(hash);
            }
        }
        return true;
    }

    /// Its vector is durable.
    private void found(String hash) {
        jobs.forEach(each -> each.missing.remove(hash));
        desk.release(hash);
    }

    private void ask(Job job, String hash) {
        Chunk chunk = job.missing.get(hash);
        if (chunk == null) {
            desk.release(hash);
            return;
        }
        Texts.Reason reason = job.reason(hash);
        Optional<Failure> held = embedder.held(reason.priority());
        if (held.isPresent()) {
            hold(chunk, reason, held.get());
            return;
        }
        job.asked.add(hash);
        waiting.add(chunk, job.planned.batch(), reason);
    }

    private boolean startRequests() {
        boolean did = false;
        while (!waiting.isEmpty() && requests.size() < embedder.limits().concurrency()) {
            Optional<Limiter.Closed> closed = embedder.closed();
            if (closed.isPresent()) {
                waiting.drain().forEach(chunk -> fail(chunk, closed(closed.get())));
                return true;
            }
            Duration pause = embedder.pause();
            if (pause.isPositive()) {
                world.wakeAt(world.now().plus(pause));
                return did;
            }
            askUnlessHeld(waiting.next(embedder.limits()));
            did = true;
        }
        return did;
    }

    /// What others asked for meanwhile may have used the budget up.
    private void askUnlessHeld(Texts.Pack pack) {
        embedder.held(pack.reason().priority())
                .ifPresentOrElse(held -> hold(pack, held), () -> ask(pack));
    }

    private void hold(Texts.Pack pack, Failure held) {
        pack.texts().forEach(chunk -> hold(chunk, pack.reason(), held));
    }

    /// Those that want it more urgently look again, and may have it asked for.
    private void hold(Chunk chunk, Texts.Reason reason, Failure held) {
        jobs.stream()
                .filter(job -> job.reason(chunk.hash()).isNotAbove(reason))
                .forEach(job -> job.fail(chunk.hash(), held));
        desk.release(chunk.hash());
    }

    private void ask(Texts.Pack pack) {
        List<String> words = pack.texts().stream().map(Chunk::text).toList();
        embedder.spend(pack.texts().stream().mapToLong(Chunk::tokens).sum());
        AskedEmbedder asked = embedder.as(pack.reason().cause(), pack.reason().priority());
        requests.add(
                new Request(
                        pack,
                        world.fork(
                                embedder.lane(Embedder.Purpose.DOCUMENT),
                                embedder.deadline(),
                                () -> asked.embed(words, Embedder.Purpose.DOCUMENT))));
    }

    private Failure closed(Limiter.Closed closed) {
        long spreadMs = world.chance().nextLong(closed.left().toMillis() / 20 + 50);
        return new Failure(
                false, Optional.of(closed.left().plusMillis(spreadMs)), closed.problem());
    }

    private boolean finishRequests() {
        boolean did = false;
        for (Iterator<Request> each = requests.iterator(); each.hasNext(); ) {
            Request request = each.next();
            if (request.answer().isDone()) {
                each.remove();
                finish(request);
                did = true;
            }
        }
        return did;
    }

    private void finish(Request request) {
        try {
            List<Embedder.Item> items = request.answer().result().items();
            spent = spent.answered(request.texts());
            for (Embedder.Item item : items) {
                String hash = request.texts().get(item.index()).hash();
                answered.put(hash, new Vector(item.values()));
            }
        } catch (ExecutionException e) {
            failed(request.pack(), e);
        }
    }

    private void failed(Texts.Pack pack, ExecutionException e) {
        if (e.getCause() instanceof Refused) {
            refused(pack, problem(e));
            return;
        }
        Optional<Failure> held = embedder.held(pack.reason().priority());
        if (held.isPresent()) {
            hold(pack, held.get());
            return;
        }
        if (embedder.closed().isEmpty()) {
            // nothing came in time, so that the embedder itself has said nothing
            embedder.failed(
                    e.getCause() instanceof Unavailable state
                            ? state
                            : new Unavailable(problem(e), e));
        }
        Failure failure =
                embedder.closed()
                        .map(this::closed)
                        .orElseGet(() -> new Failure(false, Optional.empty(), problem(e)));
        pack.texts().forEach(chunk -> fail(chunk, failure));
    }

    private void refused(Texts.Pack pack, String problem) {
        if (pack.texts().size() > 1) {
            waiting.addHalves(pack);
            return;
        }
        pack.texts().forEach(chunk -> fail(chunk, new Failure(true, Optional.empty(), problem)));
    }

    private void fail(Chunk chunk, Failure failure) {
        jobs.forEach(job -> job.fail(chunk.hash(), failure));
        desk.release(chunk.hash());
    }

    private static String problem(ExecutionException e) {
        return e.getCause() == null ? "unknown" : String.valueOf(e.getCause().getMessage());
    }

    private boolean startPut() {
        if (put != null || answered.isEmpty() || world.now().isBefore(putAt)) {
            return false;
        }
        Map<String, Vector> batch = new TreeMap<>(answered);
        answered.clear();
        putting = batch;
        put =
                world.fork(
                        World.Lane.VECTORS,
                        World.UNBOUNDED,
                        () -> {
                            vectors.put(space, batch);
                            return batch.size();
                        });
        return true;
    }

    /// Vectors that could not be written are kept and tried again: they were paid for.
    private boolean finishPut() {
        if (put == null || !put.isDone()) {
            return false;
        }
        try {
            put.result();
            putting.keySet().forEach(this::found);
        } catch (ExecutionException e) {
            answered.putAll(putting);
            putAt = world.now().plus(PUT_AGAIN);
            world.wakeAt(putAt);
        }
        put = null;
        putting = new TreeMap<>();
        return true;
    }
}
