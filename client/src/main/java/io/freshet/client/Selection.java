package io.freshet.client;

import java.util.List;
import java.util.Map;

/// Which documents are meant: those under a prefix, those that a filter matches, or those that are
/// named. Immutable.
public final class Selection {
    private final Fields fields;

    private Selection(Fields fields) {
        this.fields = fields;
    }

    public static Selection prefix(String prefix) {
        return new Selection(Fields.NONE.with("prefix", prefix));
    }

    public static Selection filter(Map<String, ?> filter) {
        return new Selection(Fields.NONE.with("filter", filter));
    }

    public static Selection documents(List<String> documentIds) {
        return new Selection(Fields.NONE.with("document_ids", List.copyOf(documentIds)));
    }

    /// Nothing is done where more than so many match (409 `expect_exceeded`); must be said where
    /// the prefix or the filter is empty.
    public Selection expect(int count) {
        return new Selection(fields.with("expect", count));
    }

    Fields json() {
        return fields;
    }
}
