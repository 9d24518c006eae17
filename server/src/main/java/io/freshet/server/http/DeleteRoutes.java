package io.freshet.server.http;

import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Sweep;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Deletes what is selected, in one version.
record DeleteRoutes(Shards shards, Clock clock) {
    Reply post(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Optional<Duration> await = query.await();
        boolean dryRun = query.flag("dry_run");
        Priority priority = query.priority();
        query.finish();
        if (dryRun && await.isPresent()) {
            throw Query.wrong("wait", "does not go with dry_run");
        }
        Fields fields = Fields.of(exchange.json(), "");
        Sweep sweep = new SweepReader(priority, clock.instant()).delete(fields);
        fields.finish();
        Submission submission =
                new Submission(List.of(), Mode.ATOMIC, Optional.of(sweep), Optional.empty());
        Shard shard = shards.existing(exchange.collection());
        if (dryRun) {
            return EventRoutes.dryRun(shards, shard, submission);
        }
        exchange.client().take(submission);
        return new Submitting(shard, await).submit(submission);
    }
}
