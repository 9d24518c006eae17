package io.freshet.library.export;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Chunk;
import io.freshet.DocumentLimits;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Outcome;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.engine.Importing;
import io.freshet.engine.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Puts the documents of an export into a collection, a page at a time: first the vectors that
/// belong to the chunks which this collection makes of the texts, then the documents as ordinary
/// events, each page searchable before the next. Confined to one thread.
public final class Import {
    private static final int EVENTS = 100;
    private static final long CHARS = 4 << 20;
    private static final int VECTORS = 500;
    private static final int FAILED_MAX = 1000;
    private static final Duration PAGE_MAX = Duration.ofMinutes(10);

    private final Shard shard;
    private final Importing importing;
    private final Clock clock;

    public Import(Shard shard, Clock clock) throws InterruptedException {
        this.shard = shard;
        this.importing = shard.versions().importing();
        this.clock = clock;
    }

    /// What an export would cost here.
    ///
    /// @param unknown chunks for which neither the file nor this server has a vector, as often as
    ///   they occur, and `tokens` of these
    public record Survey(
            Optional<ExportLine.Header> header,
            long documents,
            long chunks,
            long unknown,
            long tokens) {}

    /// What came of it.
    ///
    /// @param vectors that were taken from the file
    /// @param notYet documents that are accepted and were not searchable in time
    public record Done(
            long documents,
            long vectors,
            long unchanged,
            long embeddedTokens,
            long indexVersion,
            long notYet,
            List<Outcome.Failed> failed) {}

    /// Reads all of it, and changes nothing.
    ///
    /// @throws BadExportException where the file is damaged
    public Survey survey(Path file) throws IOException, InterruptedException {
        Surveying surveying = new Surveying();
        var _ = ExportReader.read(file, surveying);
        return surveying.survey;
    }

    /// Vectors of another space are of no use (I7).
    private boolean isOfSpace(ExportLine.Header header) {
        return header.space().equals(importing.space().fingerprint())
                && header.dimensions() == importing.space().dimensions();
    }

    /// Before anything is taken: else it would be refused in the middle.
    private void requireFit(ExportLine.Document document) {
        DocumentLimits limits = importing.limits();
        limits.tooLarge(document.content())
                .or(() -> limits.tooLarge(new Change.MetadataChange.Replace(document.given())))
                .ifPresent(
                        detail -> {
                            throw new BadExportException(
                                    "document "
                                            + Text.shown(document.id().value())
                                            + " is too large here: "
                                            + detail
                                            + "; raise limits.sizes");
                        });
    }

    private final class Surveying implements ExportReader.Taking {
        private Survey survey = new Survey(Optional.empty(), 0, 0, 0, 0);
        private boolean isOfSpace;
        private Map<String, Chunk> chunks = Map.of();
        private final Set<String> given = new LinkedHashSet<>();

        @Override
        public void take(ExportLine line) throws InterruptedException {
            switch (line) {
                case ExportLine.Header header -> {
                    isOfSpace = isOfSpace(header);
                    survey = new Survey(Optional.of(header), 0, 0, 0, 0);
                }
                case ExportLine.Document document -> {
                    count();
                    requireFit(document);
                    chunks = importing.chunks(document.content());
                }
                case ExportLine.Piece(String hash, Optional<Vector> vector) -> {
                    if (isOfSpace && vector.isPresent()) {
                        given.add(hash);
                    }
                }
                case ExportLine.Footer footer -> {
                    count();
                    survey =
                            new Survey(
                                    survey.header,
                                    footer.documents(),
                                    survey.chunks,
                                    survey.unknown,
                                    survey.tokens);
                }
            }
        }

        private void count() throws InterruptedException {
            Set<String> missing = new LinkedHashSet<>(chunks.keySet());
            missing.removeAll(given);
            Set<String> unknown = missing.isEmpty() ? missing : importing.unknown(missing);
            long tokens =
                    chunks.values().stream()
                            .filter(chunk -> unknown.contains(chunk.hash()))
                            .mapToLong(Chunk::tokens)
                            .sum();
            survey =
                    new Survey(
                            survey.header,
                            survey.documents,
                            survey.chunks + chunks.size(),
                            survey.unknown + unknown.size(),
                            survey.tokens + tokens);
            given.clear();
            chunks = Map.of();
        }
    }

    /// What [#survey] has read, once more, and into the collection.
    public Done take(Path file) throws IOException, InterruptedException {
        Taker taker = new Taker();
        var _ = ExportReader.read(file, taker);
        return taker.done;
    }

    private final class Taker implements ExportReader.Taking {
        private Done done = new Done(0, 0, 0, 0, 0, 0, List.of());
        private boolean isOfSpace;
        private Set<String> wanted = Set.of();
        private final Map<String, Vector> vectors = new LinkedHashMap<>();
        private final List<IndexEvent> events = new ArrayList<>();
        private long chars;

        @Override
        public void take(ExportLine line) throws InterruptedException {
            switch (line) {
                case ExportLine.Header header -> isOfSpace = isOfSpace(header);
                case ExportLine.Document document -> {
                    if (events.size() >= EVENTS || chars >= CHARS) {
                        submit();
                    }
                    add(document);
                }
                case ExportLine.Piece(String hash, Optional<Vector> vector) -> {
                    if (wanted.contains(hash)) {
                        vector.ifPresent(is -> vectors.put(hash, is));
                    }
                    if (vectors.size() >= VECTORS) {
                        keep();
                    }
                }
                case ExportLine.Footer _ -> submit();
            }
        }

        private void add(ExportLine.Document document) throws InterruptedException {
            wanted = isOfSpace ? importing.chunks(document.content()).keySet() : Set.of();
            chars += document.content().text().length();
            events.add(
                    new IndexEvent(
                            List.of(document.id()),
                            new Change.Upsert(
                                    Optional.of(document.content()),
                                    new Change.MetadataChange.Replace(document.given())),
                            Priority.NORMAL,
                            OptionalLong.empty(),
                            Optional.empty(),
                            clock.instant()));
        }

        private void keep() throws InterruptedException {
            importing.keep(Map.copyOf(vectors));
            done = plus(vectors.size(), Optional.empty());
            vectors.clear();
        }

        private void submit() throws InterruptedException {
            keep();
            if (events.isEmpty()) {
                return;
            }
            Admission.Accepted accepted = accepted(new Submission(List.copyOf(events), false));
            done = plus(0, Optional.of(shard.await(accepted, PAGE_MAX)));
            events.clear();
            chars = 0;
        }

        private Done plus(int taken, Optional<Outcome> outcome) {
            List<Outcome.Failed> failed = new ArrayList<>(done.failed);
            outcome.ifPresent(is -> failed.addAll(is.failed()));
            boolean isLate = outcome.filter(is -> !is.visible()).isPresent();
            return new Done(
                    done.documents + (outcome.isPresent() ? events.size() : 0),
                    done.vectors + taken,
                    done.unchanged + outcome.map(Outcome::unchanged).orElse(0),
                    done.embeddedTokens + outcome.map(is -> is.tokens().embedded()).orElse(0L),
                    Math.max(done.indexVersion, outcome.map(Outcome::indexVersion).orElse(0L)),
                    done.notYet + (isLate ? events.size() : 0),
                    failed.subList(0, Math.min(failed.size(), FAILED_MAX)));
        }
    }

    /// Where the backlog is full it waits.
    private Admission.Accepted accepted(Submission submission) throws InterruptedException {
        while (true) {
            switch (shard.submitTracked(submission)) {
                case Admission.Accepted accepted -> {
                    return accepted;
                }
                case Admission.Rejected(var problem) -> throw new Refused(problem.detail());
                case Admission.Deferred deferred -> Thread.sleep(deferred.retryAfter());
                case Admission.NotReady(var problem, var retryAfter) ->
                        throw new Unavailable(problem.detail(), retryAfter);
            }
        }
    }
}
