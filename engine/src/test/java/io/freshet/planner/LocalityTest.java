package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunking;
import io.freshet.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LocalityTest {
    @Test
    void anEditChangesTheChunksBesideItOnly() {
        var texts = IntStream.range(0, 30).mapToObj(s -> new Texts(s).document(150)).toList();
        var locality = Locality.measure(texts, Texts::blocks, 600, 42);
        assertThat(locality.mean()).as("%s", locality).isBetween(0.5, 1.3);
        assertThat(locality.most()).as("%s", locality).isLessThanOrEqualTo(8);
        assertThat(locality.farthest()).as("%s", locality).isLessThanOrEqualTo(8);
    }

    @Test
    void blocksThatBeginAlikeAreToldApartByTheRest() {
        var log = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            log.append("2026-11-24T09:15:00.000Z INFO worker thread pool task number ")
                    .append(i * 7919 % 100_003)
                    .append(" done\n\n");
        }
        int middle = log.indexOf("2026", log.length() / 2);
        assertThat(added(log.toString(), middle, "2026-11-24T09:15:00.000Z WARN a new line\n\n"))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void identicalItemsAreCutAlike() {
        String items = "- the same item again and again\n\n".repeat(5000);
        int middle = items.indexOf("- ", items.length() / 2);
        assertThat(added(items, middle, "- another item\n\n")).isLessThanOrEqualTo(3);
        assertThat(added(items, middle, "- the same item again and again\n\n"))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void aCharacterInABlobMovesNoCutButThoseBesideIt() {
        String blob = new Texts(9).words(40_000).replace(" ", "");
        assertThat(added(blob, blob.length() / 2, "Q")).isLessThanOrEqualTo(3);
    }

    private static int added(String text, int at, String insertion) {
        Set<String> added =
                new HashSet<>(hashes(text.substring(0, at) + insertion + text.substring(at)));
        added.removeAll(new HashSet<>(hashes(text)));
        return added.size();
    }

    private static List<String> hashes(String text) {
        return Chunker.chunk(text, Texts.blocks(text), Chunking.DEFAULT).placements().stream()
                .map(Placement::hash)
                .toList();
    }
}
