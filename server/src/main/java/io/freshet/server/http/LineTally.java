package io.freshet.server.http;

import io.freshet.Admission;
import io.freshet.Problem;
import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What became of the lines so far. Safe for any thread.
final class LineTally {
    private static final int ERRORS_MAX = 1000;

    private final List<Bad> errors = new ArrayList<>();
    private long accepted;
    private long deduplicated;
    private long rejected;
    private long sequence;

    private record Bad(long line, Problem problem) {}

    synchronized void add(Admission.Accepted answer) {
        accepted +=
                answer.entries().stream()
                        .filter(entry -> entry.fate() != Admission.Fate.DUPLICATE)
                        .count();
        deduplicated += answer.deduplicated();
        sequence = Math.max(sequence, answer.sequence());
    }

    synchronized void reject(long line, Problem problem) {
        rejected++;
        if (errors.size() < ERRORS_MAX) {
            errors.add(new Bad(line, problem));
        }
    }

    synchronized ObjectNode tree() {
        ObjectNode tree = Json.object();
        tree.put("accepted", accepted);
        tree.put("deduplicated", deduplicated);
        tree.put("rejected", rejected);
        tree.put("sequence", sequence);
        ArrayNode list = tree.putArray("errors");
        errors.stream()
                .sorted(Comparator.comparingLong(Bad::line))
                .forEach(
                        bad ->
                                list.addObject()
                                        .put("line", bad.line())
                                        .put("code", bad.problem().code())
                                        .put("detail", bad.problem().detail()));
        return tree;
    }

    /// A problem that ended the load, with how far it had come.
    synchronized Problem with(Problem problem) {
        return problem.with("accepted", accepted).with("sequence", sequence);
    }
}
