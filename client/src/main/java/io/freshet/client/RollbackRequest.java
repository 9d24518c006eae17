package io.freshet.client;

import java.util.List;

/// Back to the content of an older version: of the whole collection, or of what is under a prefix,
/// or of named documents. Immutable.
public final class RollbackRequest {
    private final Fields fields;

    private RollbackRequest(Fields fields) {
        this.fields = fields;
    }

    public static RollbackRequest to(long version) {
        return new RollbackRequest(Fields.NONE.with("to_version", version));
    }

    public RollbackRequest prefix(String prefix) {
        return new RollbackRequest(fields.with("prefix", prefix));
    }

    public RollbackRequest documents(List<String> documentIds) {
        return new RollbackRequest(fields.with("document_ids", List.copyOf(documentIds)));
    }

    /// Why; the server logs it.
    public RollbackRequest reason(String reason) {
        return new RollbackRequest(fields.with("reason", reason));
    }

    /// Drops what waits, instead of applying it after the rollback.
    public RollbackRequest discardWaiting() {
        return new RollbackRequest(fields.with("discard_waiting", true));
    }

    /// Where that version was embedded by another model or cut otherwise: has its documents cut and
    /// embedded anew. Without it that is 409 `other_space`, which says how many tokens it is.
    public RollbackRequest allowCost() {
        return new RollbackRequest(fields.with("allow_cost", true));
    }

    Fields json() {
        return fields;
    }
}
