package io.freshet.sim;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// An embedder without a model that remembers what it was asked. A text's vector is drawn from the
/// text alone: a direction for each of its words and a faint one for the whole, so that texts which
/// share words are near and no two texts are equal. Misbehaves when told to. Safe for any thread.
public final class CountingEmbedder implements Embedder {
    private static final int DIMENSIONS = 64;
    private static final int INPUT_TOKENS_MAX = 512;
    private static final double WHOLE_TEXT_SHARE = 0.05;
    private static final Limits LIMITS = new Limits(32, 16_384, 4, Duration.ofSeconds(30));

    /// @param texts in the order of the request
    public record Request(List<String> texts, Purpose purpose) {
        public Request {
            texts = List.copyOf(texts);
        }
    }

    private final EmbeddingSpace space;
    private final Limits limits;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLong tokens = new AtomicLong();
    private volatile Optional<EmbedderFault> fault = Optional.empty();
    private volatile Optional<String> refused = Optional.empty();
    private volatile Optional<Gate> gate = Optional.empty();
    private volatile Optional<Price> price = Optional.empty();
    private volatile boolean countsTokens = true;
    private volatile boolean closed;

    public CountingEmbedder() {
        this("counting", LIMITS);
    }

    /// @param model another name is another space, with other vectors
    public CountingEmbedder(String model, Limits limits) {
        this.space =
                new EmbeddingSpace(
                        model, DIMENSIONS, "float32", true, "sum", "", "", INPUT_TOKENS_MAX, "");
        this.limits = limits;
    }

    /// From the next request on, until it is told to behave.
    public void misbehave(EmbedderFault how) {
        fault = Optional.of(how);
    }

    public void behave() {
        fault = Optional.empty();
    }

    /// Whatever else it does: a text that contains the marker is refused, until it is forgiven.
    public void refuse(String marker) {
        refused = Optional.of(marker);
    }

    public void forgive() {
        refused = Optional.empty();
    }

    public void price(Optional<Price> what) {
        price = what;
    }

    /// From now on no answer says how many tokens it took.
    public void withoutUsage() {
        countsTokens = false;
    }

    @Override
    public Optional<Price> price() {
        return price;
    }

    /// From now on a request that has been counted stands at the gate before it is answered.
    public Gate hold() {
        Gate held = new Gate();
        gate = Optional.of(held);
        return held;
    }

    /// All that came, failed ones too, in the order in which they came.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// All that were asked for, failed ones too.
    public List<String> texts() {
        return requests.stream().flatMap(request -> request.texts().stream()).toList();
    }

    public int requestCount() {
        return requests.size();
    }

    public int textCount() {
        return texts().size();
    }

    /// Of the requests that were answered.
    public long tokens() {
        return tokens.get();
    }

    /// Forgets what it was asked.
    public void reset() {
        requests.clear();
        tokens.set(0);
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        if (closed) {
            throw new Unavailable("closed", new IllegalStateException("closed"));
        }
        requests.add(new Request(texts, purpose));
        gate.ifPresent(Gate::pass);
        var how = fault;
        how.ifPresent(it -> failIfTold(it, texts));
        if (refused.stream().anyMatch(marker -> texts.stream().anyMatch(t -> t.contains(marker)))) {
            throw new Refused("a text is refused");
        }
        List<Item> items = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            items.add(new Item(index, vector(texts.get(index))));
        }
        long counted = texts.stream().mapToLong(text -> words(text).size() + 2L).sum();
        tokens.addAndGet(counted);
        return new Answer(
                how.map(it -> spoilt(it, items)).orElse(items), countsTokens ? counted : 0);
    }

    private static void failIfTold(EmbedderFault how, List<String> texts) {
        if (how instanceof EmbedderFault.Fails fails
                && texts.stream().anyMatch(text -> text.contains(fails.marker()))) {
            throw fails.failure().get();
        }
        if (how instanceof EmbedderFault.TooLarge(int most) && texts.size() > most) {
            throw new Refused("too many texts in one request");
        }
    }

    private static List<Item> spoilt(EmbedderFault how, List<Item> items) {
        return switch (how) {
            case EmbedderFault.Fails _, EmbedderFault.TooLarge _ -> items;
            case EmbedderFault.TooFew _ -> items.subList(0, items.size() - 1);
            case EmbedderFault.TooMany _ -> {
                var twice = new ArrayList<>(items);
                twice.add(items.getFirst());
                yield twice;
            }
            case EmbedderFault.WrongWidth _ ->
                    each(items, values -> Arrays.copyOf(values, values.length + 1));
            case EmbedderFault.Zeros _ -> each(items, values -> new float[values.length]);
            case EmbedderFault.NotFinite _ -> each(items, values -> ending(values, Float.NaN));
            case EmbedderFault.Infinite _ ->
                    each(items, values -> ending(values, Float.POSITIVE_INFINITY));
            case EmbedderFault.WrongIndex _ ->
                    items.stream().map(item -> new Item(0, item.values())).toList();
            case EmbedderFault.Reversed _ -> items.reversed();
        };
    }

    private static float[] ending(float[] values, float last) {
        var spoilt = values.clone();
        spoilt[spoilt.length - 1] = last;
        return spoilt;
    }

    /// Whether answers are right at the moment, if they come.
    boolean isRight() {
        return fault.isEmpty()
                || fault.get() instanceof EmbedderFault.Reversed
                || fault.get() instanceof EmbedderFault.TooLarge
                || fault.get() instanceof EmbedderFault.Fails;
    }

    /// The vector that it gives a text when nothing is wrong.
    public Vector right(String text) {
        return new Vector(vector(text));
    }

    private static List<Item> each(List<Item> items, UnaryOperator<float[]> change) {
        return items.stream()
                .map(item -> new Item(item.index(), change.apply(item.values())))
                .toList();
    }

    private float[] vector(String text) {
        double[] sum = new double[DIMENSIONS];
        add(sum, text, WHOLE_TEXT_SHARE);
        words(text).forEach(word -> add(sum, word, 1));
        double length = Math.sqrt(Arrays.stream(sum).map(value -> value * value).sum());
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (sum[i] / length);
        }
        return vector;
    }

    /// Adds the direction that is drawn from the part's own seed.
    private void add(double[] sum, String part, double share) {
        var chance = new SplittableRandom(seed(part));
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * (chance.nextDouble() - 0.5);
        }
    }

    /// Wider than a hash code, in which distinct words would meet.
    private long seed(String part) {
        long seed = space.model().hashCode();
        for (int i = 0; i < part.length(); i++) {
            seed = seed * 0x9E3779B97F4A7C15L + part.charAt(i) + 1;
        }
        return seed;
    }

    private static List<String> words(String text) {
        var words = Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
        return words.stream().filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public void close() {
        closed = true;
    }
}
