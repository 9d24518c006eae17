package io.freshet.adapter.onnx;

import ai.onnxruntime.OrtException;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Text;
import io.freshet.spi.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model that runs in this process. It computes on the calling thread, one text after the other;
/// the caller brings platform threads, as many as there are cores. Safe for any thread.
///
/// A text longer than the model reads is embedded in pieces, whose vectors are averaged by their
/// tokens; [#pooledTexts()] counts such texts.
///
/// Concurrency: calls share a lock that only `close()` takes for itself, since native memory that
/// is freed under a running call ends the process. A close waits for the pieces that are running,
/// not for the requests they belong to.
public final class OnnxEmbedder implements Embedder {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEmbedder.class);

    /// A text takes 20 to 200 ms and nothing is gained by asking for two at once: so a query waits
    /// for one text only, and a small edit spreads over all cores.
    private static final int TEXTS_MAX = 1;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final TokenPieces pieces;
    private final ModelSession session;
    private final EmbeddingSpace space;
    private final Limits limits;
    private final AtomicLong pooledTexts = new AtomicLong();
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile boolean closed;

    private OnnxEmbedder(TokenPieces pieces, ModelSession session, EmbeddingSpace space) {
        this.pieces = pieces;
        this.session = session;
        this.space = space;
        this.limits =
                new Limits(
                        TEXTS_MAX,
                        space.inputTokensMax(),
                        Runtime.getRuntime().availableProcessors(),
                        DEADLINE);
    }

    /// Takes one or two seconds.
    ///
    /// @param nativeFolder where the native libraries are unpacked and stay (about 40 MB); it must
    ///   allow execution and belong to nobody else. The first load of the process decides.
    public static OnnxEmbedder load(BuiltInModel model, Path nativeFolder) {
        return load(
                model.modelName(),
                nativeFolder,
                () -> {
                    byte[] weights = NativeLibraries.resource(model.modelResource());
                    byte[] json = NativeLibraries.resource(model.tokenizerResource());
                    return ready(model, weights, json);
                });
    }

    /// Takes one or two seconds and more, with the model's size.
    ///
    /// @param nativeFolder as of the built-in ones
    public static OnnxEmbedder load(ModelDirectory model, Path nativeFolder) {
        return load(
                model.name() + " path=" + model.path(),
                nativeFolder,
                () -> {
                    if (!model.missing().isEmpty()) {
                        throw new IOException(model.missing());
                    }
                    return ready(model);
                });
    }

    private interface Reading {
        OnnxEmbedder read() throws IOException, OrtException;
    }

    private static OnnxEmbedder load(String model, Path nativeFolder, Reading reading) {
        LOG.info("model loading model={}", model);
        long start = System.nanoTime();
        try {
            NativeLibraries.prepare(nativeFolder.toAbsolutePath());
            OnnxEmbedder embedder = reading.read();
            // A model that cannot run is found here, and not by the first event.
            embedder.embed(List.of("ready"), Purpose.QUERY);
            long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
            LOG.info("model ready model={} ms={}", model, ms);
            return embedder;
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            throw new Unavailable(
                    "the model does not load: %s; model=%s nativeFolder=%s system=%s-%s"
                            .formatted(
                                    e.getMessage(),
                                    model,
                                    nativeFolder,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")),
                    e);
        }
    }

    private static OnnxEmbedder ready(BuiltInModel model, byte[] weights, byte[] json)
            throws IOException, OrtException {
        var session = ModelSession.of(weights, model.pooling());
        var digest = Text.sha256();
        digest.update(weights);
        digest.update(json);
        var space =
                new EmbeddingSpace(
                        model.modelName(),
                        session.dimensions(),
                        BuiltInModel.PRECISION,
                        true,
                        model.pooling().label(),
                        "",
                        "",
                        model.inputTokensMax(),
                        finished(digest, session));
        return ready(json, session, space);
    }

    private static OnnxEmbedder ready(ModelDirectory model) throws IOException, OrtException {
        byte[] json = Files.readAllBytes(model.tokenizer());
        var digest = Text.sha256();
        update(digest, model.model());
        if (Files.exists(model.weights())) {
            update(digest, model.weights());
        }
        digest.update(json);
        var session = ModelSession.of(model.model(), model.pooling());
        if (model.dimensions() > session.dimensions()) {
            session.close();
            throw new IOException("it has only " + session.dimensions() + " dimensions");
        }
        var space =
                new EmbeddingSpace(
                        model.name(),
                        model.dimensions() == 0 ? session.dimensions() : model.dimensions(),
                        "as stored",
                        model.normalise(),
                        model.pooling().label(),
                        model.documentPrefix(),
                        model.queryPrefix(),
                        model.inputTokensMax(),
                        finished(digest, session));
        return ready(json, session, space);
    }

    private static OnnxEmbedder ready(byte[] json, ModelSession session, EmbeddingSpace space)
            throws IOException, OrtException {
        try {
            TokenPieces pieces = TokenPieces.of(json, space.inputTokensMax());
            return new OnnxEmbedder(pieces, session, space);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = new byte[1 << 16];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
            }
        }
    }

    private static String finished(MessageDigest digest, ModelSession session) {
        digest.update(session.runtimeVersion().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public Optional<Price> price() {
        return Optional.of(Price.FREE);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public long pooledTexts() {
        return pooledTexts.get();
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        String prefix =
                switch (purpose) {
                    case DOCUMENT -> space.documentPrefix();
                    case QUERY -> space.queryPrefix();
                };
        List<Item> items = new ArrayList<>(texts.size());
        long tokens = 0;
        for (int index = 0; index < texts.size(); index++) {
            String text = prefix + texts.get(index);
            List<long[]> inputs = whileOpen(() -> pieces.of(text));
            items.add(new Item(index, vector(inputs)));
            tokens += inputs.stream().mapToLong(input -> input.length).sum();
        }
        return new Answer(items, tokens);
    }

    private float[] vector(List<long[]> inputs) {
        if (inputs.size() == 1) {
            return piece(inputs.getFirst());
        }
        pooledTexts.incrementAndGet();
        float[] sum = new float[space.dimensions()];
        long tokens = 0;
        for (long[] input : inputs) {
            float[] piece = piece(input);
            tokens += input.length;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += piece[i] * input.length;
            }
        }
        return scaled(sum, tokens);
    }

    private float[] piece(long[] input) {
        float[] values = whileOpen(() -> session.vector(input));
        return scaled(Arrays.copyOf(values, space.dimensions()), 1);
    }

    /// Of length one, or divided where the space leaves vectors as they are. What has no direction
    /// is no answer.
    private float[] scaled(float[] values, long divisor) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        if (!Double.isFinite(squares) || squares == 0) {
            throw new Refused("the model finds no meaning in a text; squares=" + squares);
        }
        double length = space.normalised() ? Math.sqrt(squares) : divisor;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / length);
        }
        return values;
    }

    private <T> T whileOpen(Supplier<T> call) {
        Lock running = open.readLock();
        running.lock();
        try {
            if (closed) {
                throw new Unavailable(
                        "the built-in model is closed", new IllegalStateException("closed"));
            }
            return call.get();
        } finally {
            running.unlock();
        }
    }

    @Override
    public void close() {
        Lock alone = open.writeLock();
        alone.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            pieces.close();
            session.close();
        } catch (OrtException e) {
            LOG.warn("model did not close model={}", space.model(), e);
        } finally {
            alone.unlock();
        }
    }
}
