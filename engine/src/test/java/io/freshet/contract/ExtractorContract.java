package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Block;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.spi.Extractor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every extractor keeps: blocks in order and apart, with all of the text in them but white
/// space (and a byte order mark at the start); the same for the same content; an answer for any
/// text. Front matter is at most one block, the first.
public abstract class ExtractorContract {
    private static final int SEEDS = 150;
    private static final List<String> PARTS =
            List.of(
                    "# ",
                    "## t",
                    "- ",
                    "* ",
                    "1. ",
                    "12) ",
                    "> ",
                    "    ",
                    "\t",
                    "```",
                    "~~~",
                    "---",
                    "===",
                    "+++",
                    "|",
                    "| a | b |",
                    "|---|---|",
                    "|===",
                    "----",
                    "== t",
                    "=====",
                    "+--",
                    ".. x::",
                    "::",
                    "#. ",
                    "<div>",
                    "<!--",
                    "-->",
                    "[a]: b",
                    "[",
                    "]",
                    "*",
                    "_",
                    "`",
                    "\\",
                    "word",
                    "Two words.",
                    "一二。",
                    "a: b",
                    ":",
                    "\uFEFF",
                    "\u00A0",
                    "\u2028",
                    "\uD800",
                    "\0",
                    "\uD83D\uDE00");
    private static final List<String> BREAKS = List.of("\n", "\r\n", "\r", "\n\n", "\n\n\n");

    /// A fresh extractor.
    protected abstract Extractor extractor();

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyTextIsInBlocksInOrderAndApart(Format format) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertBlocks(extractor(), new Content(format, text(seed)), seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSameContentGivesTheSameBlocks(Format format) {
        var extractor = extractor();
        for (int seed = 0; seed < SEEDS; seed++) {
            var content = new Content(format, text(seed));
            assertThat(extractor.extract(content))
                    .as("seed %d", seed)
                    .isEqualTo(extractor.extract(content))
                    .isEqualTo(extractor().extract(content));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aTextThatSaysNothingHasNoBlock(Format format) {
        for (String text : List.of("", " ", "\n", "\r\n\t \n", "\uFEFF")) {
            assertThat(extractor().extract(new Content(format, text)).blocks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aVeryLongLineIsABlock(Format format) {
        for (String text : List.of("word ".repeat(200_000), "x".repeat(1_000_000))) {
            assertThat(extractor().extract(new Content(format, text)).blocks())
                    .containsExactly(new Block(Block.Kind.PARAGRAPH, 0, 0, 1_000_000));
        }
    }

    @Test
    void whatIsNestedWithoutEndIsReadAllTheSame() {
        for (String sign :
                List.of("> ", ">", "- ", "* ", "1. ", "*", "[", "`", "<", "\t", "|", "#")) {
            for (var format : Format.values()) {
                assertBlocks(extractor(), new Content(format, sign.repeat(10_000) + "end"), 0);
                assertBlocks(
                        extractor(), new Content(format, (sign + "\n").repeat(10_000) + "end"), 0);
            }
        }
    }

    /// That an extractor's blocks of this content are in order and apart, and hold all of it.
    public static void assertBlocks(Extractor extractor, Content content, int seed) {
        String text = content.text();
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        List<Block> blocks = extractor.extract(content).blocks();
        for (Block block : blocks) {
            assertThat(block.start()).as("seed %d", seed).isGreaterThanOrEqualTo(at);
            assertThat(block.end()).as("seed %d", seed).isLessThanOrEqualTo(text.length());
            assertThat(isBlank(text.substring(block.start(), block.end())))
                    .as("seed %d: %s is blank", seed, block)
                    .isFalse();
            assertThat(isBlank(text.substring(at, block.start())))
                    .as("seed %d: all is blank from %d to %s", seed, at, block)
                    .isTrue();
            at = block.end();
        }
        assertThat(isBlank(text.substring(at))).as("seed %d: the end is blank", seed).isTrue();
        assertThat(blocks.stream().skip(1)).noneMatch(b -> b.kind() == Block.Kind.FRONT_MATTER);
        assertThat(blocks)
                .filteredOn(b -> b.kind() == Block.Kind.HEADING)
                .allMatch(b -> b.depth() >= 1 && b.depth() <= 6);
    }

    private static boolean isBlank(String text) {
        return text.chars()
                .allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85);
    }

    /// A text made of what means something in some format.
    private static String text(int seed) {
        var random = new Random(seed);
        var out = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            out.append(PARTS.get(random.nextInt(PARTS.size())));
            if (random.nextInt(3) == 0) {
                out.append(BREAKS.get(random.nextInt(BREAKS.size())));
            }
        }
        return out.toString();
    }
}
