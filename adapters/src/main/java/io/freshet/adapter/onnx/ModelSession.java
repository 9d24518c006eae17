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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
    private final int dimensions;

    private ModelSession(byte[] model, Pooling pooling, int dimensions) throws OrtException {
        this.pooling = pooling;
        this.dimensions = dimensions;
        environment.setTelemetry(false);
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(model, options);
        }
    }

    static ModelSession of(byte[] model, Pooling pooling, int dimensions) throws OrtException {
        return new ModelSession(model, pooling, dimensions);
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
        long[] ones = new long[tokens.length];
        Arrays.fill(ones, 1);
        try (var ids = tensor(tokens);
                var mask = tensor(ones);
                var types = tensor(new long[tokens.length])) {
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            inputs.put("input_ids", ids);
            inputs.put("attention_mask", mask);
            inputs.put("token_type_ids", types);
            try (var result = session.run(inputs)) {
                return pooling.pool(rows(result, tokens.length), dimensions);
            }
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private FloatBuffer rows(OrtSession.Result result, int tokens) throws OrtException {
        if (!(result.get(0) instanceof OnnxTensor hidden)) {
            throw new OrtException("the model's first output is no tensor");
        }
        FloatBuffer rows = hidden.getFloatBuffer();
        if (rows == null || rows.remaining() != tokens * dimensions) {
            throw new OrtException("the model's output has another shape: " + hidden.getInfo());
        }
        return rows;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
