package io.freshet.client;

import java.util.Map;

/// Which documents are listed, and as of which version. Immutable.
///
/// `Listing.ALL.prefix("manual/").atVersion(12)`
public final class Listing {
    /// All of the version that is searchable.
    public static final Listing ALL = new Listing(Fields.NONE);

    private final Fields fields;

    private Listing(Fields fields) {
        this.fields = fields;
    }

    public Listing prefix(String prefix) {
        return new Listing(fields.with("prefix", prefix));
    }

    public Listing filter(Map<String, ?> filter) {
        return new Listing(fields.with("filter", filter));
    }

    /// As an older version that is retained has them.
    public Listing atVersion(long version) {
        return new Listing(fields.with("at_version", version));
    }

    Fields json() {
        return fields;
    }
}
