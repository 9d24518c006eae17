package io.freshet.server.http;

import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.Side;
import io.freshet.engine.MigrationStatus;
import io.freshet.engine.Migrations;
import io.freshet.engine.Migrations.Estimated;
import io.freshet.engine.Migrations.Outcome;
import io.freshet.engine.Migrations.Target;
import io.freshet.server.json.Fields;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives a filled collection another embedder, or has it cut otherwise.
record MigrationRoutes(Shards shards) {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationRoutes.class);

    Reply get(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName name = exchange.collection();
        return Reply.ok(MigrationTree.of(status(name), shards.configs().of(name)));
    }

    private MigrationStatus status(CollectionName name) throws InterruptedException {
        return migrations().status(name).orElseThrow(() -> Shards.unknown(name));
    }

    private Migrations migrations() {
        return shards.engine().get().migrations();
    }

    /// Says what it would take, or begins.
    Reply post(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.json(), "");
        CollectionName name = exchange.collection();
        boolean dryRun = fields.bool("dry_run").orElse(false);
        Target target = target(fields, status(name).inForce());
        fields.finish();
        if (target.embedder().isEmpty() && target.chunking().isEmpty()) {
            throw fields.wrong("embedder", "or chunking must say what is to change");
        }
        exchange.client().take(1);
        if (dryRun) {
            return switch (migrations()
                    .estimate(name, target)
                    .orElseThrow(() -> Shards.unknown(name))) {
                case Estimated.Refused(Outcome.Refused why) -> throw refused(why);
                case Estimated.Would would -> Reply.ok(MigrationTree.of(would));
            };
        }
        return Reply.json(202, done(name, "started", migrations().start(name, target)));
    }

    private static Target target(Fields fields, Side inForce) {
        Optional<String> embedder = fields.string("embedder");
        Optional<Fields> chunking = fields.object("chunking");
        return new Target(embedder, chunking.map(keys -> chunking(keys, inForce.chunking())));
    }

    /// What is not named stays as it is.
    private static Chunking chunking(Fields keys, Chunking before) {
        int tokens = keys.integer("target_tokens", 32, 2000).orElse(before.targetTokens());
        String word = keys.string("prefix").orElse(MigrationTree.word(before.prefix()));
        keys.finish();
        for (Chunking.Prefix prefix : Chunking.Prefix.values()) {
            if (MigrationTree.word(prefix).equals(word)) {
                return new Chunking(tokens, prefix);
            }
        }
        throw keys.wrong("prefix", "is none, title or heading");
    }

    /// What the path says is done.
    Reply act(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields.of(exchange.jsonOrNothing(), "").finish();
        CollectionName name = exchange.collection();
        exchange.client().take(1);
        return Reply.ok(act(name, exchange.act()));
    }

    private ObjectNode act(CollectionName name, String act) throws InterruptedException {
        Migrations migrations = migrations();
        return switch (act) {
            case "pause" -> done(name, "paused", migrations.pause(name));
            case "resume" -> done(name, "resumed", migrations.resume(name));
            case "cancel" -> done(name, "cancelled", migrations.cancel(name));
            case "drop" -> done(name, "dropped", migrations.drop(name));
            case "switch" -> switched(name, migrations.switchOver(name));
            case "revert" -> switched(name, migrations.revert(name));
            default ->
                    throw ProblemException.of(
                            ProblemCode.NOT_FOUND,
                            "a migration is paused, resumed, cancelled, switched, reverted or"
                                    + " dropped by POST …/migrations/pause, resume, cancel, switch,"
                                    + " revert or drop");
        };
    }

    /// A collection that has settings of its own keeps what is in force now.
    private ObjectNode switched(CollectionName name, Optional<Outcome> outcome)
            throws InterruptedException {
        if (outcome.orElse(null) instanceof Outcome.Done(MigrationStatus status)
                && !shards.configs().isConfigured(name)) {
            Side now = status.inForce();
            Map<String, Optional<String>> changes = new LinkedHashMap<>();
            changes.put("embedder", Optional.of(now.embedder()));
            changes.put(
                    "chunking.target_tokens",
                    Optional.of(Integer.toString(now.chunking().targetTokens())));
            changes.put(
                    "chunking.prefix", Optional.of(MigrationTree.word(now.chunking().prefix())));
            shards.configs().keep(name, shards.configs().own(name).with(changes));
        }
        return done(name, "switched", outcome);
    }

    private ObjectNode done(CollectionName name, String what, Optional<Outcome> outcome) {
        return switch (outcome.orElseThrow(() -> Shards.unknown(name))) {
            case Outcome.Refused why -> throw refused(why);
            case Outcome.Done(MigrationStatus status) -> {
                LOG.info(
                        "migration {} collection={} state={} in_force={} other={}",
                        what,
                        name,
                        status.state().name().toLowerCase(Locale.ROOT),
                        status.inForce().embedder(),
                        status.other().map(Side::embedder).orElse("none"));
                yield MigrationTree.of(status, shards.configs().of(name));
            }
        };
    }

    private static ProblemException refused(Outcome.Refused why) {
        return switch (why.reason()) {
            case UNKNOWN_EMBEDDER ->
                    ProblemException.at("/embedder", ProblemCode.INVALID_FIELD, why.detail());
            case SAME, STATE -> ProblemException.of(ProblemCode.MIGRATION_STATE, why.detail());
            case NOT_READY, DIFFERS ->
                    ProblemException.of(ProblemCode.MIGRATION_NOT_READY, why.detail());
        };
    }
}
