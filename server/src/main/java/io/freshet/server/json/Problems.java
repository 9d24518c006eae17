package io.freshet.server.json;

import io.freshet.Problem;
import tools.jackson.databind.node.ObjectNode;

/// Problems as RFC 9457 says them.
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:freshet:problem:";

    private Problems() {}

    /// The status that goes with a problem's code; a code that is not in the table is the request's
    /// fault.
    public static int status(Problem problem) {
        return ProblemCode.of(problem.code()).orElse(ProblemCode.REJECTED).status();
    }

    /// The body of the answer.
    public static ObjectNode tree(Problem problem) {
        ProblemCode known = ProblemCode.of(problem.code()).orElse(ProblemCode.REJECTED);
        ObjectNode tree = Json.object();
        tree.put("type", TYPE_PREFIX + problem.code());
        tree.put("title", known.title());
        tree.put("status", known.status());
        tree.put("detail", problem.detail());
        tree.put("code", problem.code());
        problem.pointer().ifPresent(pointer -> tree.put("pointer", pointer));
        problem.counts().forEach(tree::put);
        return tree;
    }
}
