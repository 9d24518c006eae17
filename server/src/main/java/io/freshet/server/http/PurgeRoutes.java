package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.Problem;
import io.freshet.Purge;
import io.freshet.engine.Purged;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets documents for good.
record PurgeRoutes(Shards shards, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeRoutes.class);
    private static final int REASON_CHARS_MAX = 500;

    /// What a prefix may match where nobody says how many are expected: nothing brings them back.
    private static final long UNEXPECTED_MAX = 1000;

    Reply post(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.json(), "");
        Purge purge = purge(fields);
        OptionalLong expect = expect(fields, purge);
        String reason = fields.string("reason").orElse("");
        if (reason.length() > REASON_CHARS_MAX) {
            throw fields.wrong("reason", "has at most " + REASON_CHARS_MAX + " characters");
        }
        fields.finish();
        CollectionName name = exchange.collection();
        exchange.client().take(Math.max(1, purge.documents().size()));
        Purged purged = shards.purge(name, purge, expect);
        return switch (purged) {
            case Purged.TooMany(long matched) -> throw tooMany(matched, expect);
            case Purged.Done done -> {
                LOG.info(
                        "purged collection={} documents={} index_version={} reason={}",
                        name,
                        done.documents(),
                        done.version(),
                        Json.text(Json.tree(reason)));
                yield Reply.ok(
                        Json.object()
                                .put("documents", done.documents())
                                .put("index_version", done.version())
                                .put("unchanged", !done.isNew()));
            }
        };
    }

    private Purge purge(Fields fields) {
        if (fields.has("prefix") == fields.has("document_ids")) {
            throw fields.wrong(
                    "prefix",
                    fields.has("prefix")
                            ? "stands beside document_ids; send one of them"
                            : "or document_ids must say what to forget");
        }
        List<DocumentId> documents =
                fields.has("document_ids") ? Ids.read(fields, "document_ids") : List.of();
        return new Purge(fields.string("prefix").orElse(""), documents, clock.instant());
    }

    private static OptionalLong expect(Fields fields, Purge purge) {
        OptionalLong expect = fields.integer("expect");
        if (expect.isPresent() && expect.getAsLong() < 0) {
            throw fields.wrong("expect", "must be 0 or more");
        }
        boolean isAll = purge.documents().isEmpty() && purge.prefix().isEmpty();
        if (isAll && expect.isEmpty()) {
            throw fields.wrong(
                    "expect", "is missing: this selects everything, so say how many at most");
        }
        boolean isPrefix = purge.documents().isEmpty();
        return isPrefix && expect.isEmpty() ? OptionalLong.of(UNEXPECTED_MAX) : expect;
    }

    private static ProblemException tooMany(long matched, OptionalLong expect) {
        return ProblemException.of(
                Problem.of(
                                ProblemCode.EXPECT_EXCEEDED.word(),
                                matched
                                        + " documents would be forgotten and at most "
                                        + expect.orElse(UNEXPECTED_MAX)
                                        + " were expected; nothing was. Send expect with the number"
                                        + " to forget them")
                        .with("matched", matched));
    }
}
