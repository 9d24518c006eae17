package io.freshet.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.Block;
import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.Extracted;
import io.freshet.Format;
import io.freshet.Placement;
import io.freshet.contract.ExtractorContract;
import io.freshet.planner.Chunker;
import io.freshet.planner.Locality;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The chunks of real documentation, English and Chinese.
final class RealDocumentsTest {
    private static final String REFERENCE = "FRESHET_CHUNK_REFERENCE";

    @TempDir Path folder;

    @Test
    void everyLineIsInABlock() throws Exception {
        var extractor = new TextExtractor();
        for (String text : Corpus.any(folder)) {
            for (var format : Format.values()) {
                ExtractorContract.assertBlocks(extractor, new Content(format, text), 0);
                ExtractorContract.assertBlocks(
                        extractor, new Content(format, text.replace("\n", "\r\n")), 0);
            }
        }
    }

    @Test
    void sizesAreEvenAndHardlyAnyChunkIsTiny() throws Exception {
        int chunks = 0;
        int tokens = 0;
        int tiny = 0;
        for (String text : Corpus.histories(folder)) {
            var placements = chunk(text);
            for (Placement placement : placements) {
                chunks++;
                tokens += placement.tokens();
                tiny += placements.size() > 1 && placement.tokens() < 64 ? 1 : 0;
                assertThat(placement.tokens()).isLessThanOrEqualTo(480);
            }
        }
        assertThat(tokens / chunks).as("mean size of %d chunks", chunks).isBetween(200, 240);
        assertThat(tiny).as("tiny ones of %d", chunks).isLessThan(chunks / 200);
    }

    @Test
    void anEditChangesTheChunksBesideItOnly() throws Exception {
        var texts =
                Corpus.any(folder).stream()
                        .filter(t -> t.length() > 4000 && hasParagraph(t))
                        .toList();
        assumeTrue(texts.size() > 1, "skipped: there are no long pages to edit");
        var locality = Locality.measure(texts, t -> extract(t).blocks(), 800, 20_261_124);
        assertThat(locality.mean()).as("%s", locality).isBetween(0.5, 1.3);
        assertThat(locality.most()).as("%s", locality).isLessThanOrEqualTo(8);
        assertThat(locality.farthest()).as("%s", locality).isLessThanOrEqualTo(8);
    }

    /// Three pages of 228 differ, since the parser's blocks are the better ones: a comment of
    /// several lines that holds `#` is no heading, a rule under an item is no part of it, and lines
    /// indented by a tab belong to their item.
    @Test
    void boundariesAreThoseOfTheReferenceButWhereItsBlocksAreWorse() throws Exception {
        String reference = System.getenv(REFERENCE);
        assumeTrue(reference != null, "skipped: " + REFERENCE + " names no script to compare with");
        var texts = Corpus.histories(folder);
        List<List<Integer>> theirs = reference(Path.of(reference), texts);
        int sameTexts = 0;
        int sameBoundaries = 0;
        Set<String> boundaries = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            var ours = starts(texts.get(i));
            sameTexts += ours.equals(theirs.get(i)) ? 1 : 0;
            for (int start : ours) {
                boundaries.add(i + ":" + start);
                sameBoundaries += theirs.get(i).contains(start) ? 1 : 0;
            }
            for (int start : theirs.get(i)) {
                boundaries.add(i + ":" + start);
            }
        }
        assertThat(sameTexts)
                .as("same of %d texts", texts.size())
                .isGreaterThan(texts.size() * 98 / 100);
        assertThat(sameBoundaries)
                .as("same of %d boundaries", boundaries.size())
                .isGreaterThan(boundaries.size() * 995 / 1000);
    }

    private List<List<Integer>> reference(Path script, List<String> texts)
            throws IOException, InterruptedException {
        var bodies = Files.createDirectories(folder.resolve("bodies"));
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Files.writeString(bodies.resolve("%05d".formatted(i)), text.substring(bodyStart(text)));
        }
        var python =
                new ProcessBuilder("python3", "-c", COMPARE, script.toString(), bodies.toString())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(python.waitFor() == 0, () -> "skipped: the reference does not run: " + output);
        List<List<Integer>> starts = new ArrayList<>();
        output.lines()
                .forEach(
                        line ->
                                starts.add(
                                        line.isEmpty()
                                                ? List.of()
                                                : List.of(line.split(" ")).stream()
                                                        .map(Integer::valueOf)
                                                        .toList()));
        return starts;
    }

    private static final String COMPARE =
            """
            import os, sys
            script, folder = sys.argv[1:]
            sys.path.insert(0, os.path.dirname(script))
            rule = __import__(os.path.basename(script)[:-3])
            for name in sorted(os.listdir(folder)):
                with open(os.path.join(folder, name), encoding='utf-8', newline='') as file:
                    print(*[start for start, *_ in rule.chunk(file.read())][1:])
            """;

    /// The boundaries in the body, in code points from its start.
    private static List<Integer> starts(String text) {
        int body = bodyStart(text);
        return chunk(text).stream().skip(1).map(p -> text.codePointCount(body, p.start())).toList();
    }

    private static int bodyStart(String text) {
        var blocks = extract(text).blocks();
        boolean hasFront = !blocks.isEmpty() && blocks.getFirst().kind() == Block.Kind.FRONT_MATTER;
        return hasFront ? blocks.getFirst().end() : 0;
    }

    private static boolean hasParagraph(String text) {
        return extract(text).blocks().stream().anyMatch(b -> b.kind() == Block.Kind.PARAGRAPH);
    }

    private static List<Placement> chunk(String text) {
        return Chunker.chunk(text, extract(text).blocks(), Chunking.DEFAULT).placements();
    }

    private static Extracted extract(String text) {
        return new TextExtractor().extract(new Content(Format.MARKDOWN, text));
    }
}
