package io.freshet.server.http;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.DryRun;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Events in, and the order to index again.
record EventRoutes(Shards shards, Clock clock) {
    private static final int REFRESH_PAGE = 200;

    private static final List<String> TYPES =
            List.of(MediaType.JSON, MediaType.NDJSON, MediaType.NDJSON_TOO);
    private static final List<String> NOT_OF_LINES =
            List.of("wait", "timeout", "dry_run", "atomic", "replace");

    Reply post(Exchange exchange) throws InterruptedException {
        if (exchange.requireType(TYPES).isNdjson()) {
            return load(exchange);
        }
        Query query = exchange.query();
        Optional<Duration> await = query.await();
        boolean dryRun = query.flag("dry_run");
        query.finish();
        if (dryRun && await.isPresent()) {
            throw Query.wrong("wait", "does not go with dry_run");
        }
        Submission submission =
                new EventReader(clock.instant(), bodies(exchange)).read(exchange.json());
        if (dryRun) {
            return dryRun(shards, existingForDryRun(exchange), submission);
        }
        exchange.client().take(submission);
        return new Submitting(shards.forEvents(exchange.collection()), await).submit(submission);
    }

    private BodyReader bodies(Exchange exchange) {
        return new BodyReader(exchange.sizes(), shards.decoder());
    }

    private Reply load(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        for (String name : NOT_OF_LINES) {
            if (query.string(name).isPresent()) {
                throw Query.wrong(
                        name,
                        "does not go with lines; send JSON, or wait until the status has nothing pending");
            }
        }
        query.finish();
        return new Load(shards.forEvents(exchange.collection()), clock, exchange, bodies(exchange))
                .run();
    }

    static Reply dryRun(Shards shards, Shard shard, Submission submission)
            throws InterruptedException {
        return switch (shard.dryRun(submission)) {
            case DryRun.Would would -> Reply.ok(Trees.dryRun(would, shards.price(shard.name())));
            case DryRun.Rejected(Problem problem) -> throw ProblemException.of(problem);
        };
    }

    private Shard existingForDryRun(Exchange exchange) throws InterruptedException {
        return shards.find(exchange.collection())
                .orElseThrow(
                        () ->
                                ProblemException.of(
                                        ProblemCode.UNKNOWN_COLLECTION,
                                        "there is no collection "
                                                + exchange.collection()
                                                + ", and a dry run makes none"));
    }

    Reply refresh(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Optional<Duration> await = query.await();
        Priority priority = query.priority();
        query.finish();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        Optional<List<DocumentId>> documents =
                fields.has("document_ids")
                        ? Optional.of(Ids.read(fields, "document_ids"))
                        : Optional.empty();
        fields.finish();
        exchange.client().take(documents.map(List::size).orElse(1));
        Submitting submitting = new Submitting(shards.existing(exchange.collection()), await);
        return documents.isPresent()
                ? submitting.submit(refresh(documents.get(), priority))
                : refreshAll(submitting, priority);
    }

    /// Page by page, so that memory is bounded by a page.
    private Reply refreshAll(Submitting submitting, Priority priority) throws InterruptedException {
        List<Admission.Accepted> accepted = new ArrayList<>();
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<DocumentId> page =
                    submitting.shard().list("", after, REFRESH_PAGE).stream()
                            .map(Committed::document)
                            .toList();
            if (!page.isEmpty()) {
                Submission submission = refresh(page, priority);
                accepted.add(submitting.admitted(submission));
            }
            if (page.size() < REFRESH_PAGE) {
                return submitting.reply(accepted);
            }
            after = Optional.of(page.getLast());
        }
    }

    private Submission refresh(List<DocumentId> documents, Priority priority) {
        return new Submission(
                List.of(
                        new IndexEvent(
                                documents,
                                new Change.Refresh(),
                                priority,
                                OptionalLong.empty(),
                                Optional.empty(),
                                clock.instant())),
                false);
    }
}
