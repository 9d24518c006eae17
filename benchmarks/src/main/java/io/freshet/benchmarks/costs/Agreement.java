package io.freshet.benchmarks.costs;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.Cost;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.benchmarks.running.Directories;
import io.freshet.benchmarks.running.Opened;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a history cost, as the report says it after the last of many restarts, and as the model
/// counted it.
///
/// @param commits that were indexed, in as many requests
record Agreement(String history, int commits, Cost reported, CountingModel model) {
    private static final CollectionName BOOK = new CollectionName("book");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    boolean isToTheToken() {
        return reported.tokens() == model.tokens()
                && reported.texts() == model.texts()
                && reported.requests() == model.requests()
                && reported.estimated() == 0
                && reported.money().equals(CountingModel.PRICE.of(model.tokens()));
    }

    /// @param restartEvery so many commits
    static Agreement of(History history, List<Commit> commits, int restartEvery)
            throws InterruptedException {
        CountingModel model = new CountingModel();
        Path directory = Directories.make();
        try {
            for (int from = 0; from < commits.size(); from += restartEvery) {
                int to = Math.min(commits.size(), from + restartEvery);
                index(history, commits.subList(from, to), model, directory);
            }
            try (Engine engine = open(model, directory)) {
                Cost reported = engine.costs(FIRST, LAST).total();
                return new Agreement(history.name(), commits.size(), reported, model);
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private static Engine open(CountingModel model, Path directory) {
        return Engine.open(
                new Opened(DataDirectory.of(directory).adapters(), () -> model),
                _ -> CollectionSettings.DEFAULT);
    }

    private static void index(
            History history, List<Commit> commits, CountingModel model, Path directory)
            throws InterruptedException {
        try (Engine engine = open(model, directory)) {
            Shard book = engine.create(BOOK);
            for (Commit commit : commits) {
                List<IndexEvent> events = events(history, commit);
                if (events.isEmpty()) {
                    continue;
                }
                Admission.Accepted accepted =
                        (Admission.Accepted) book.submitTracked(new Submission(events, false));
                if (!book.await(accepted, PATIENCE).visible()) {
                    throw new IllegalStateException("not visible: " + commit.shortId());
                }
            }
        }
    }

    private static List<IndexEvent> events(History history, Commit commit) {
        List<IndexEvent> events = new ArrayList<>();
        for (Commit.Change change : commit.changes()) {
            Change what =
                    change.after()
                            .<Change>map(blob -> upsert(history.text(blob)))
                            .orElseGet(Change.Delete::new);
            events.add(
                    new IndexEvent(
                            List.of(new DocumentId(change.path())),
                            what,
                            Priority.NORMAL,
                            OptionalLong.empty(),
                            Optional.empty(),
                            Instant.EPOCH));
        }
        return events;
    }

    private static Change.Upsert upsert(String text) {
        return new Change.Upsert(
                Optional.of(new Content(Format.MARKDOWN, text)),
                new Change.MetadataChange.Replace(Metadata.NONE));
    }
}
