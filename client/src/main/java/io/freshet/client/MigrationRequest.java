package io.freshet.client;

/// To which embedder, or which way to cut, a filled collection is to go. Immutable; what is not
/// said stays as it is.
///
/// `MigrationRequest.embedder("openai-small").targetTokens(400)`
public final class MigrationRequest {
    private final Fields fields;
    private final Fields chunking;

    private MigrationRequest(Fields fields, Fields chunking) {
        this.fields = fields;
        this.chunking = chunking;
    }

    /// The same embedder: say how it is to be cut.
    public static MigrationRequest chunking() {
        return new MigrationRequest(Fields.NONE, Fields.NONE);
    }

    /// One of the configuration's, by its name.
    public static MigrationRequest embedder(String name) {
        return new MigrationRequest(Fields.NONE.with("embedder", name), Fields.NONE);
    }

    public MigrationRequest targetTokens(int tokens) {
        return new MigrationRequest(fields, chunking.with("target_tokens", tokens));
    }

    /// `none`, `title` or `heading`.
    public MigrationRequest prefix(String prefix) {
        return new MigrationRequest(fields, chunking.with("prefix", prefix));
    }

    Fields json() {
        return chunking.values().isEmpty() ? fields : fields.with("chunking", chunking.values());
    }
}
