package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Change.MetadataChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private record Document(String text, Metadata metadata) {}

    @Test
    @Tag("I2")
    void foldedChangesDoWhatTheyDoOneAfterTheOther() {
        for (long seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                changes.add(change(random));
            }
            Optional<Document> start =
                    random.nextBoolean()
                            ? Optional.of(new Document("old", metadata(random)))
                            : Optional.empty();
            if (start.isEmpty() && lacksContent(changes.getFirst())) {
                continue;
            }
            Change folded = changes.getFirst();
            Optional<Document> oneByOne = apply(changes.getFirst(), start);
            for (Change next : changes.subList(1, changes.size())) {
                if (oneByOne.isEmpty() && lacksContent(next)) {
                    continue; // refused at admission: there is nothing that it could keep
                }
                oneByOne = apply(next, oneByOne);
                folded = next.after(folded);
            }
            assertThat(apply(folded, start)).as("seed " + seed).isEqualTo(oneByOne);
        }
    }

    private static boolean lacksContent(Change change) {
        return change instanceof Change.Upsert upsert && upsert.content().isEmpty();
    }

    private static Optional<Document> apply(Change change, Optional<Document> before) {
        return switch (change) {
            case Change.Delete _ -> Optional.empty();
            case Change.Refresh _ -> before;
            case Change.Upsert upsert -> {
                Optional<String> text =
                        upsert.content().map(Content::text).or(() -> before.map(Document::text));
                Metadata old = before.map(Document::metadata).orElse(Metadata.NONE);
                yield text.map(t -> new Document(t, upsert.metadata().of(old)));
            }
        };
    }

    private static Change change(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Change.Delete();
            case 1 -> new Change.Refresh();
            default ->
                    new Change.Upsert(
                            random.nextInt(3) > 0
                                    ? Optional.of(
                                            new Content(Format.PLAIN, "text " + random.nextInt(9)))
                                    : Optional.empty(),
                            metadataChange(random));
        };
    }

    private static MetadataChange metadataChange(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new MetadataChange.Keep();
            case 1 -> new MetadataChange.Replace(metadata(random));
            default -> new MetadataChange.Merge(MetadataPatchTest.patch(random, 2));
        };
    }

    private static Metadata metadata(SplittableRandom random) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("k" + random.nextInt(3), (long) random.nextInt(5));
        return Metadata.of(tree);
    }
}
