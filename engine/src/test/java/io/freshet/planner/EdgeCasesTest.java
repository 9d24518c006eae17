package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Block;
import io.freshet.Block.Kind;
import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The texts that a chunker meets rarely and must not stumble over.
final class EdgeCasesTest {
    private static final Chunking DEFAULT = Chunking.DEFAULT;

    @Test
    void oneLongLineOfWordsIsCutBetweenWords() {
        String words = new Texts(1).words(150_000).substring(0, 1_000_000);
        var chunks = chunks(words, Kind.PARAGRAPH);
        assertSizes(chunks);
        assertThat(chunks).allMatch(c -> !c.text().endsWith(" "));
        assertThat(String.join(" ", texts(chunks))).isEqualTo(words.strip());
    }

    @Test
    void textWithoutAnySpaceIsCutByItsContent() {
        var base64 = new StringBuilder();
        var random = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            base64.append((char) ('A' + random.nextInt(26) + (random.nextBoolean() ? 32 : 0)));
        }
        var chunks = chunks(base64.toString(), Kind.PARAGRAPH);
        assertSizes(chunks);
        assertThat(String.join("", texts(chunks))).isEqualTo(base64.toString());
        var placements = placements("!".repeat(1_000_000), Kind.PARAGRAPH);
        assertThat(placements).hasSize(3125).allMatch(p -> p.tokens() == 320);
    }

    @Test
    void chineseIsCutWithAndWithoutPunctuation() {
        var random = new Random(5);
        var bare = new StringBuilder();
        var marked = new StringBuilder();
        for (int i = 1; i <= 300_000; i++) {
            char c = (char) (0x4E00 + random.nextInt(5000));
            bare.append(c);
            marked.append(i % 25 == 0 ? '。' : i % 9 == 0 ? '，' : c);
        }
        for (var text : List.of(bare.toString(), marked.toString())) {
            var chunks = chunks(text, Kind.PARAGRAPH);
            assertSizes(chunks);
            assertThat(chunks).hasSizeBetween(1000, 1500);
        }
        assertThat(chunks(marked.toString(), Kind.PARAGRAPH))
                .filteredOn(c -> c.text().endsWith("。"))
                .hasSizeGreaterThan(1000);
    }

    @Test
    void aLongTableOrFenceIsCutAtLineEnds() {
        String rows = "| a cell of the table | another cell | 12 |\n".repeat(200);
        for (Kind kind : List.of(Kind.TABLE, Kind.CODE)) {
            assertThat(placements(rows, kind))
                    .hasSizeGreaterThan(5)
                    .allMatch(p -> p.end() % 44 == 0 && p.tokens() <= 480);
        }
    }

    @Test
    void aBlockBetweenTargetAndMaximumIsKeptWhole() {
        var texts = new Texts(8);
        String block = "word ".repeat(400).strip() + ".";
        String text = texts.sentences(20) + "\n\n" + block + "\n\n" + texts.sentences(20);
        assertThat(Chunker.chunk(text, Texts.blocks(text), DEFAULT).chunks().values())
                .extracting(Chunk::text)
                .contains(block);
    }

    @Test
    void manySmallBlocksAreNoTrouble() {
        for (String part : List.of("# Heading\n\n", "The same paragraph.\n\n", "- An item\n\n")) {
            String text = part.repeat(100_000);
            var placements = Chunker.chunk(text, Texts.blocks(text), DEFAULT).placements();
            assertThat(placements).allMatch(p -> p.tokens() <= 480).hasSizeLessThan(10_000);
            assertThat(placements.getLast().end()).isEqualTo(text.length());
        }
    }

    @Test
    void aSurrogatePairIsNeverCut() {
        String text = "\uD83D\uDE00".repeat(10_000);
        assertThat(chunks(text, Kind.PARAGRAPH)).noneMatch(c -> c.text().contains("?"));
        assertThat(placements(text, Kind.PARAGRAPH)).allMatch(p -> p.start() % 2 == 0);
    }

    @Test
    void nestedAndIndentedBlocksStayWithWhatTheyFollow() {
        var texts = new Texts(12);
        for (int i = 0; i < 50; i++) {
            String list = texts.sentences(9) + "\n";
            List<Block> blocks =
                    new ArrayList<>(List.of(new Block(Kind.ITEM, 0, 0, list.length())));
            String nested = texts.sentences(2) + "\n";
            blocks.add(block(Kind.CONTINUATION, 1, list, nested));
            String other = texts.sentences(9) + "\n";
            blocks.add(block(Kind.PARAGRAPH, 0, list + nested, other));
            String text = list + nested + other;
            assertThat(Chunker.chunk(text, blocks, DEFAULT).chunks().values())
                    .anyMatch(c -> c.text().startsWith(list.strip() + "\n" + nested.strip()));
        }
    }

    private static Block block(Kind kind, int depth, String before, String text) {
        return new Block(kind, depth, before.length(), before.length() + text.length());
    }

    private static void assertSizes(List<Chunk> chunks) {
        assertThat(chunks)
                .allMatch(c -> c.tokens() <= DEFAULT.tokensMax())
                .allMatch(c -> c.tokens() >= DEFAULT.tokensMin());
    }

    private static List<String> texts(List<Chunk> chunks) {
        return chunks.stream().map(Chunk::text).toList();
    }

    @Test
    void whatShowsNothingIsNoChunk() {
        for (String unseen : List.of("\u200B", "\uFEFF\u00AD \u200E", "\u0001\u0007")) {
            assertThat(chunks(unseen, Kind.PARAGRAPH)).isEmpty();
            assertThat(chunks(unseen.repeat(5000), Kind.CODE)).isEmpty();
            assertThat(texts(chunks(unseen + "a word", Kind.PARAGRAPH))).hasSize(1);
        }
    }

    private static List<Chunk> chunks(String text, Kind kind) {
        var chunked = Chunker.chunk(text, List.of(new Block(kind, 0, 0, text.length())), DEFAULT);
        return chunked.placements().stream().map(p -> chunked.chunks().get(p.hash())).toList();
    }

    private static List<Placement> placements(String text, Kind kind) {
        return Chunker.chunk(text, List.of(new Block(kind, 0, 0, text.length())), DEFAULT)
                .placements();
    }
}
