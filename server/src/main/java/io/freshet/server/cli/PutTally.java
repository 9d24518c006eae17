package io.freshet.server.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the server answered to the parts of a put. Confined to one thread.
final class PutTally {
    private final List<Rejected> errors = new ArrayList<>();
    private long accepted;
    private long rejected;

    /// @param at which of the lines sent, from 0
    record Rejected(int at, String code, String detail) {}

    /// @param from which of the lines was the part's first
    void add(JsonNode answer, int from) {
        accepted += answer.path("accepted").asLong(0) + answer.path("deduplicated").asLong(0);
        rejected += answer.path("rejected").asLong(0);
        for (JsonNode error : answer.path("errors")) {
            errors.add(
                    new Rejected(
                            from + error.path("line").asInt(1) - 1,
                            error.path("code").asString(""),
                            error.path("detail").asString("")));
        }
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return rejected;
    }

    /// By line.
    List<Rejected> errors() {
        return errors;
    }

    /// What to say where it went no further.
    String soFar() {
        return accepted == 0
                ? ""
                : "; "
                        + Text.count(accepted, "document")
                        + " accepted before that: run the same command again to go on";
    }
}
