package io.freshet.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The model in the runtime: the tokens of one input in, its pooled vector out. Safe for any thread
/// until closed; closing it while it runs would take the process down.
///
/// A call computes on its own thread and on no other (one intra-op thread), so that as many callers
/// as cores use the machine best. An input is alone in its batch: with int8 weights the scales are
/// taken over the whole batch, and a neighbour would change the vector.
final class ModelSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Pooling pooling;
    private final ModelShape shape;

    private ModelSession(Opening opening, Pooling pooling) throws OrtException {
        this.pooling = pooling;
        environment.setTelemetry(false);
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = opening.open(environment, options);
        }
        shape = shapeOrClosed();
    }

    private ModelShape shapeOrClosed() throws OrtException {
        try {
            return ModelShape.of(session, pooling);
        } catch (OrtException e) {
            session.close();
            throw e;
        }
    }

    private interface Opening {
        OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
    }

    static ModelSession of(byte[] model, Pooling pooling) throws OrtException {
        return new ModelSession(
                (environment, options) -> environment.createSession(model, options), pooling);
    }

    /// Read by the runtime itself, which finds weights that lie beside it.
    static ModelSession of(Path model, Pooling pooling) throws OrtException {
        return new ModelSession(
                (environment, options) -> environment.createSession(model.toString(), options),
                pooling);
    }

    int dimensions() {
        return shape.dimensions();
    }

    String runtimeVersion() {
        return environment.getVersion();
    }

    /// Not normalised.
    float[] vector(long[] tokens) {
        try {
            return run(tokens);
        } catch (OrtException e) {
            if (e.getCode() == OrtErrorCode.ORT_INVALID_ARGUMENT) {
                throw new Refused("the model takes no such input; tokens=" + tokens.length, e);
            }
            throw new Unavailable("the model did not run; tokens=" + tokens.length, e);
        }
    }

    private float[] run(long[] tokens) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (ModelShape.Input input : shape.inputs()) {
                inputs.put(input.modelName(), tensor(input.values(tokens)));
            }
            try (var result = session.run(inputs, Set.of(shape.output()))) {
                return pooling.pool(rows(result, pooling.rows(tokens.length)), dimensions());
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private FloatBuffer rows(OrtSession.Result result, int rows) throws OrtException {
        if (!(result.get(0) instanceof OnnxTensor hidden)) {
            throw new OrtException("the model's output is no tensor; output=" + shape.output());
        }
        FloatBuffer values = hidden.getFloatBuffer();
        if (values == null || values.remaining() != rows * dimensions()) {
            throw new OrtException("the model's output has another shape: " + hidden.getInfo());
        }
        return values;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
