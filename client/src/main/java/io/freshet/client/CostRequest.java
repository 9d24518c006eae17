package io.freshet.client;

import java.time.LocalDate;

/// Of which days and which collection the costs are asked for: of this month and all of them where
/// nothing is said. Immutable.
///
/// `CostRequest.ALL.collection("notes").from(LocalDate.of(2026, 11, 1))`
public final class CostRequest {
    /// All collections, since the first of this month.
    public static final CostRequest ALL = new CostRequest(Fields.NONE);

    private final Fields query;

    private CostRequest(Fields query) {
        this.query = query;
    }

    /// Only this one, also where it is gone.
    public CostRequest collection(String name) {
        return new CostRequest(query.with("collection", name));
    }

    public CostRequest from(LocalDate firstDay) {
        return new CostRequest(query.with("from", firstDay));
    }

    public CostRequest to(LocalDate lastDay) {
        return new CostRequest(query.with("to", lastDay));
    }

    Fields query() {
        return query;
    }
}
