package io.freshet.server.http;

import io.freshet.Filter;
import io.freshet.Priority;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import io.freshet.server.json.Fields;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// Reads which documents are to be deleted.
record SweepReader(Priority priority, Instant now) {
    private static final List<String> SELECTORS = List.of("prefix", "filter", "document_ids");

    /// The fields of a delete: one of the selectors, and how many are expected at most.
    Sweep delete(Fields fields) {
        List<String> given = SELECTORS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            throw fields.wrong(
                    given.isEmpty() ? "prefix" : given.getLast(),
                    given.isEmpty()
                            ? "or filter or document_ids must say what to delete"
                            : "stands beside " + given.getFirst() + "; send one of them");
        }
        Selection selection =
                switch (given.getFirst()) {
                    case "prefix" -> new Selection.Prefix(fields.string("prefix").orElse(""));
                    case "filter" ->
                            new Selection.Matching(
                                    FilterReader.read(
                                            fields.node("filter").orElseThrow(),
                                            fields.at("filter")));
                    default -> new Selection.Documents(Ids.read(fields, "document_ids"));
                };
        return sweep(fields, selection);
    }

    /// The object `replace` beside events.
    Sweep replace(Fields fields) {
        String prefix =
                fields.string("prefix")
                        .orElseThrow(() -> fields.wrong("prefix", "says what is replaced"));
        Sweep sweep = sweep(fields, new Selection.Prefix(prefix));
        fields.finish();
        return sweep;
    }

    private Sweep sweep(Fields fields, Selection selection) {
        OptionalLong expect = fields.integer("expect");
        if (expect.isPresent() && expect.getAsLong() < 0) {
            throw fields.wrong("expect", "must be 0 or more");
        }
        boolean isEverything =
                switch (selection) {
                    case Selection.Prefix(String prefix) -> prefix.isEmpty();
                    case Selection.Matching(Filter filter) -> filter.equals(Filter.all());
                    case Selection.Documents _ -> false;
                };
        if (isEverything && expect.isEmpty()) {
            throw fields.wrong(
                    "expect", "is missing: this selects everything, so say how many at most");
        }
        return new Sweep(selection, expect, priority, now);
    }
}
