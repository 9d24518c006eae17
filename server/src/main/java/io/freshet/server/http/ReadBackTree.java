package io.freshet.server.http;

import io.freshet.ReadBack;
import io.freshet.server.json.Json;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/// What a store was found to hold, as the wire shows it.
final class ReadBackTree {
    private ReadBackTree() {}

    static ObjectNode of(ReadBack read) {
        ObjectNode tree = Json.object();
        tree.put("from_version", read.firstVersion());
        tree.put("to_version", read.lastVersion());
        tree.put("rows", read.rows());
        tree.put("ledger_rows", read.ledgerRows());
        tree.put("digest", digest(read.digest()));
        tree.put("ledger_digest", digest(read.ledgerDigest()));
        tree.put("equal", read.isEqual());
        tree.put("completed_at", read.at().toString());
        return tree;
    }

    static ObjectNode drift(ReadBack.Drift drift) {
        ObjectNode tree = Json.object();
        tree.put("missing", drift.missing());
        tree.put("extra", drift.extra());
        tree.put("different", drift.different());
        tree.put("no_vector", drift.noVector());
        return tree;
    }

    /// A number of 64 bits is more than some clients can hold.
    private static String digest(long sum) {
        return HexFormat.of().toHexDigits(sum);
    }
}
