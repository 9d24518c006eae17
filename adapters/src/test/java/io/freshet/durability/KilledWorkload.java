package io.freshet.durability;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// A process that works until it is killed: the engine on the real adapters under a load drawn from
/// a seed, with [Points] between them. It prints `enough` once all points have been copied, and
/// goes on.
final class KilledWorkload {
    private static final int DOCUMENTS = 24;
    private static final int PARAGRAPHS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Written into both documents of a pair that change as one.
    static final String PAIR = "pair";

    private final SplittableRandom chance;
    private final Path folder;
    private final Shard shard;

    private KilledWorkload(Shard shard, Path folder, long seed) {
        this.shard = shard;
        this.folder = folder;
        this.chance = new SplittableRandom(seed);
    }

    /// @param arguments a folder to work in, and a seed
    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path folder = Files.createDirectories(work.resolve("folder"));
        Path copies = Files.createDirectories(work.resolve("copies"));
        Path data = Files.createDirectories(work.resolve("data"));
        Points points = new Points(data, copies, new Notes(work), seed);
        DiskAdapters adapters = new DiskAdapters(data, Optional.of(folder), points);
        try (Engine engine = adapters.open()) {
            Shard shard = engine.create(DiskAdapters.BOOK);
            new KilledWorkload(shard, folder, seed).run(points);
        }
    }

    private void run(Points points) throws IOException, InterruptedException {
        boolean said = false;
        for (int i = 0; ; i++) {
            step(i);
            if (!said && points.areEnough()) {
                said = true;
                System.out.println("enough");
            }
        }
    }

    private void step(int i) throws IOException, InterruptedException {
        if (chance.nextInt(6) == 0) {
            changeFile(i);
        }
        Admission answer = shard.submitTracked(submission(i));
        if (!(answer instanceof Admission.Accepted accepted)) {
            throw new IllegalStateException("not accepted: " + answer);
        }
        if (chance.nextInt(3) == 0) {
            var _ = shard.await(accepted, PATIENCE);
        }
    }

    private void changeFile(int i) throws IOException {
        Path file = folder.resolve("file-" + chance.nextInt(5) + ".md");
        if (chance.nextInt(5) == 0) {
            Files.deleteIfExists(file);
        } else {
            Path draft = folder.resolveSibling("draft");
            Files.writeString(draft, text("file " + i));
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Submission submission(int i) {
        int what = chance.nextInt(10);
        if (what == 0) {
            return new Submission(
                    List.of(
                            upsert("a-" + PAIR, PAIR + " " + i + "\n\n" + text("a " + i)),
                            upsert("b-" + PAIR, PAIR + " " + i + "\n\n" + text("b " + i))),
                    true);
        }
        String document = "page-" + chance.nextInt(DOCUMENTS);
        Change change =
                switch (what) {
                    case 1 -> new Change.Delete();
                    case 2 -> new Change.Refresh();
                    default -> null;
                };
        return new Submission(
                List.of(
                        change == null
                                ? upsert(document, text("page " + i))
                                : event(document, change)),
                false);
    }

    private IndexEvent upsert(String document, String text) {
        return event(
                document,
                new Change.Upsert(
                        Optional.of(new Content(Format.PLAIN, text)),
                        new Change.MetadataChange.Replace(Metadata.NONE)));
    }

    private IndexEvent event(String document, Change change) {
        return new IndexEvent(
                List.of(new DocumentId(document)),
                change,
                chance.nextInt(8) == 0 ? Priority.CRITICAL : Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /// A line of its own, and paragraphs that other documents have, too.
    private String text(String own) {
        List<String> parts = new ArrayList<>(List.of("The text of " + own + "."));
        for (int i = chance.nextInt(4); i >= 0; i--) {
            parts.add(paragraph(chance.nextInt(PARAGRAPHS)));
        }
        return String.join("\n\n", parts);
    }

    private static String paragraph(int number) {
        return ("Paragraph " + number + " says what it says at some length, again and again. ")
                .repeat(12)
                .strip();
    }
}
