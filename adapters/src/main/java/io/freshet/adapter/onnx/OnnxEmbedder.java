package io.freshet.adapter.onnx;

import ai.onnxruntime.OrtException;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Text;
import io.freshet.spi.Embedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
        LOG.info("model loading model={}", model.modelName());
        long start = System.nanoTime();
        try {
            OnnxEmbedder embedder = read(model, nativeFolder.toAbsolutePath());
            // A model that cannot run is found here, and not by the first event.
            embedder.embed(List.of("ready"), Purpose.QUERY);
            long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
            LOG.info("model ready model={} ms={}", model.modelName(), ms);
            return embedder;
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            throw new Unavailable(
                    "the built-in model does not load; model=%s nativeFolder=%s system=%s-%s"
                            .formatted(
                                    model.modelName(),
                                    nativeFolder,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")),
                    e);
        }
    }

    private static OnnxEmbedder read(BuiltInModel model, Path nativeFolder)
            throws IOException, OrtException {
        NativeLibraries.prepare(nativeFolder);
        byte[] json = NativeLibraries.resource(model.tokenizerResource());
        byte[] weights = NativeLibraries.resource(model.modelResource());
        var pieces = TokenPieces.of(json, model.inputTokensMax());
        var session = ModelSession.of(weights, model.pooling(), BuiltInModel.DIMENSIONS);
        String digest = digest(weights, json, session.runtimeVersion());
        return new OnnxEmbedder(pieces, session, space(model, digest));
    }

    private static String digest(byte[] weights, byte[] json, String runtimeVersion) {
        var sha256 = Text.sha256();
        sha256.update(weights);
        sha256.update(json);
        sha256.update(runtimeVersion.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static EmbeddingSpace space(BuiltInModel model, String digest) {
        return new EmbeddingSpace(
                model.modelName(),
                BuiltInModel.DIMENSIONS,
                BuiltInModel.PRECISION,
                true,
                model.pooling().label(),
                "",
                "",
                model.inputTokensMax(),
                digest);
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    /// Texts that were longer than the model reads at once.
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
            return unit(inputs.getFirst());
        }
        pooledTexts.incrementAndGet();
        float[] sum = new float[space.dimensions()];
        for (long[] input : inputs) {
            float[] piece = unit(input);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += piece[i] * input.length;
            }
        }
        return normalised(sum);
    }

    private float[] unit(long[] input) {
        return normalised(whileOpen(() -> session.vector(input)));
    }

    /// Of length one. What has no direction is no answer.
    private static float[] normalised(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        if (!Double.isFinite(squares) || squares == 0) {
            throw new Refused("the model finds no meaning in a text; squares=" + squares);
        }
        double length = Math.sqrt(squares);
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
