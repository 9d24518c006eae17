package io.freshet;

import java.util.HexFormat;

/// What makes two vectors comparable. Vectors of two spaces never mix (I7).
///
/// @param model its name at the provider, or of the built-in one
/// @param precision of the weights where it is ours to know (`int8`, `float32`), else `provider`
/// @param pooling `cls`, `mean`, or `provider`
/// @param digest of model, tokenizer and runtime for a local model; of one that is [#told] its
///   fingerprint; else empty
public record EmbeddingSpace(
        String model,
        int dimensions,
        String precision,
        boolean normalised,
        String pooling,
        String documentPrefix,
        String queryPrefix,
        int inputTokensMax,
        String digest) {
    private static final String TOLD = "told";

    /// One of which only this is known, as a ledger keeps it.
    public static EmbeddingSpace told(String model, int dimensions, String fingerprint) {
        return new EmbeddingSpace(
                model, dimensions, TOLD, false, "", "", "", Integer.MAX_VALUE, fingerprint);
    }

    /// 32 hexadecimal digits that differ as soon as any part differs.
    public String fingerprint() {
        if (precision.equals(TOLD)) {
            return digest;
        }
        String parts =
                String.join(
                        "\u0000",
                        model,
                        Integer.toString(dimensions),
                        precision,
                        Boolean.toString(normalised),
                        pooling,
                        documentPrefix,
                        queryPrefix,
                        Integer.toString(inputTokensMax),
                        digest);
        byte[] hash = Text.sha256().digest(parts.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }
}
