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
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chunks of real documentation, English and Chinese.
final class RealDocumentsTest {
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
        var reference = Reference.find();
        var texts = Corpus.histories(folder);
        var bodies = texts.stream().map(text -> text.substring(bodyStart(text))).toList();
        var theirs = reference.starts(bodies, "md", folder.resolve("bodies"));
        var agreement =
                Agreement.of(texts.stream().map(RealDocumentsTest::starts).toList(), theirs);
        assertThat(agreement.sameTexts()).as("%s", agreement).isGreaterThan(0.98);
        assertThat(agreement.sameBoundaries()).as("%s", agreement).isGreaterThan(0.995);
    }

    /// The blocks of all pages are the same. Two pages of 751 differ by one boundary each inside of
    /// a block over the maximum, which is split a word earlier or later.
    @Test
    void restructuredTextIsCutAsTheReferenceCutsIt() throws Exception {
        var reference = Reference.find();
        var texts = Corpus.proposals(folder);
        var theirs = reference.starts(texts, "rst", folder.resolve("bodies"));
        var ours = texts.stream().map(text -> starts(text, Format.RST)).toList();
        var agreement = Agreement.of(ours, theirs);
        assertThat(agreement.texts()).isGreaterThan(700);
        assertThat(agreement.sameTexts()).as("%s", agreement).isGreaterThan(0.995);
        assertThat(agreement.sameBoundaries()).as("%s", agreement).isGreaterThan(0.9995);
    }

    private static List<Integer> starts(String text, Format format) {
        var blocks = new TextExtractor().extract(new Content(format, text)).blocks();
        return Chunker.chunk(text, blocks, Chunking.DEFAULT).placements().stream()
                .skip(1)
                .map(p -> text.codePointCount(0, p.start()))
                .toList();
    }

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
