package io.freshet.adapter.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a model takes in, and which of its outputs is used: models are exported with different
/// ones.
///
/// @param output the name of the one that has a row for each token, or, where the model pools, of
///   the one that has one row for the text
/// @param dimensions numbers of a row
record ModelShape(List<Input> inputs, String output, int dimensions) {
    private static final int TOKEN_RANK = 3;
    private static final int TEXT_RANK = 2;

    /// What a text model may ask for.
    enum Input {
        IDS("input_ids") {
            @Override
            long[] values(long[] tokens) {
                return tokens;
            }
        },
        MASK("attention_mask") {
            @Override
            long[] values(long[] tokens) {
                long[] ones = new long[tokens.length];
                Arrays.fill(ones, 1);
                return ones;
            }
        },
        TYPES("token_type_ids") {
            @Override
            long[] values(long[] tokens) {
                return new long[tokens.length];
            }
        },
        POSITIONS("position_ids") {
            @Override
            long[] values(long[] tokens) {
                long[] positions = new long[tokens.length];
                Arrays.setAll(positions, i -> i);
                return positions;
            }
        };

        private final String modelName;

        Input(String modelName) {
            this.modelName = modelName;
        }

        String modelName() {
            return modelName;
        }

        abstract long[] values(long[] tokens);
    }

    /// @throws OrtException where it takes something else, or has no such output
    static ModelShape of(OrtSession session, Pooling pooling) throws OrtException {
        int rank = pooling == Pooling.MODEL ? TEXT_RANK : TOKEN_RANK;
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        for (Map.Entry<String, NodeInfo> output : outputs.entrySet()) {
            boolean fits =
                    output.getValue().getInfo() instanceof TensorInfo tensor
                            && tensor.getShape().length == rank
                            && tensor.getShape()[rank - 1] > 0;
            if (fits) {
                int last = (int) ((TensorInfo) output.getValue().getInfo()).getShape()[rank - 1];
                return new ModelShape(inputs(session), output.getKey(), last);
            }
        }
        throw new OrtException(
                "the model has no output of "
                        + rank
                        + " dimensions, which pooling "
                        + pooling.label()
                        + " needs"
                        + (pooling == Pooling.MODEL ? "" : "; a model that pools has pooling model")
                        + "; outputs="
                        + outputs.values());
    }

    private static List<Input> inputs(OrtSession session) throws OrtException {
        List<Input> inputs = new ArrayList<>();
        for (NodeInfo wanted : session.getInputInfo().values()) {
            Optional<Input> known =
                    Arrays.stream(Input.values())
                            .filter(input -> input.modelName.equals(wanted.getName()))
                            .findFirst();
            boolean isLong =
                    wanted.getInfo() instanceof TensorInfo tensor
                            && tensor.type == OnnxJavaType.INT64;
            if (known.isEmpty() || !isLong) {
                throw new OrtException(
                        "the model asks for an input that a text does not have, or in another"
                                + " type than int64; input="
                                + wanted);
            }
            inputs.add(known.get());
        }
        return inputs;
    }
}
