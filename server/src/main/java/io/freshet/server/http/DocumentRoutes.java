package io.freshet.server.http;

import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Placement;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One document: put, read, changed and deleted under its own path.
record DocumentRoutes(Shards shards, Clock clock) {
    Reply get(Exchange exchange) throws InterruptedException {
        DocumentId id = exchange.document();
        OptionalLong atVersion = exchange.query().integer("at_version", 0, Long.MAX_VALUE);
        boolean withVectors = withVectors(exchange.query());
        exchange.query().finish();
        Versions versions = shards.existing(exchange.collection()).versions();
        long version = AtVersion.of(atVersion, versions.range());
        Committed document =
                versions.document(id, version)
                        .orElseThrow(
                                () ->
                                        ProblemException.of(
                                                ProblemCode.UNKNOWN_DOCUMENT,
                                                "version "
                                                        + version
                                                        + " holds no document of this id"));
        List<String> hashes = document.placements().stream().map(Placement::hash).toList();
        return Reply.ok(
                Trees.document(document, withVectors ? versions.vectors(hashes) : Map.of()));
    }

    private static boolean withVectors(Query query) {
        Optional<String> include = query.string("include");
        if (include.isPresent() && !include.get().equals("vector")) {
            throw Query.wrong("include", "is vector");
        }
        return include.isPresent();
    }

    Reply put(Exchange exchange) throws InterruptedException {
        DocumentId id = exchange.document();
        Terms terms = Terms.of(exchange.query());
        Upsert upsert = body(exchange).upsert();
        exchange.client().take(1);
        return submit(shards.forEvents(exchange.collection()), new Single(id, upsert, terms));
    }

    /// Raw, or as JSON; one without a media type is Markdown.
    private DocumentBody body(Exchange exchange) {
        BodyReader reader = new BodyReader(exchange.sizes(), shards.decoder());
        MediaType type = exchange.mediaType().orElse(MediaType.MARKDOWN);
        if (!type.name().equals(MediaType.JSON)) {
            return reader.of(type, exchange.body());
        }
        Fields fields = Fields.of(exchange.json(), "");
        DocumentBody body = reader.read(fields);
        fields.finish();
        if (body.isEmpty()) {
            throw fields.wrong("text", "is missing; send text, metadata or both");
        }
        return body;
    }

    Reply patch(Exchange exchange) throws InterruptedException {
        DocumentId id = exchange.document();
        Terms terms = Terms.of(exchange.query());
        exchange.requireType(List.of(MediaType.MERGE_PATCH));
        Upsert upsert = new Upsert(Optional.empty(), readPatch(exchange));
        exchange.client().take(1);
        return submit(shards.existing(exchange.collection()), new Single(id, upsert, terms));
    }

    private MetadataChange readPatch(Exchange exchange) {
        return new BodyReader(exchange.sizes(), shards.decoder())
                .patch(Json.read(exchange.body()), "");
    }

    Reply delete(Exchange exchange) throws InterruptedException {
        DocumentId id = exchange.document();
        Terms terms = Terms.of(exchange.query());
        exchange.client().take(1);
        return submit(
                shards.forEvents(exchange.collection()),
                new Single(id, new Change.Delete(), terms));
    }

    private Reply submit(Shard shard, Single single) throws InterruptedException {
        IndexEvent event =
                new IndexEvent(
                        List.of(single.id()),
                        single.change(),
                        single.terms().priority(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        clock.instant());
        return new Submitting(shard, single.terms().await())
                .submit(new Submission(List.of(event), false));
    }

    /// One change of one document.
    private record Single(DocumentId id, Change change, Terms terms) {}

    /// How a change is to be taken.
    private record Terms(Priority priority, Optional<Duration> await) {
        static Terms of(Query query) {
            Terms terms = new Terms(query.priority(), query.await());
            query.finish();
            return terms;
        }
    }
}
