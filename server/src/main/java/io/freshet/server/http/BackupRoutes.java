package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.engine.Engine;
import io.freshet.library.backup.Backup;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Sends a backup, in a stream.
record BackupRoutes(Shards shards, Clock clock) {
    private static final String ZIP = "application/zip";

    Reply post(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Optional<CollectionName> only = query.string("collection").map(Target::collectionNamed);
        query.finish();
        Engine engine = shards.engine().get();
        List<CollectionName> names = only.map(List::of).orElseGet(engine::names);
        if (only.isPresent() && !engine.names().contains(only.get())) {
            throw Shards.unknown(only.get());
        }
        Backup backup =
                Backup.of(
                        engine,
                        names,
                        shards.configs().config().server().dataDir(),
                        clock.instant());
        return Reply.streamed(ZIP, backup::writeTo);
    }
}
