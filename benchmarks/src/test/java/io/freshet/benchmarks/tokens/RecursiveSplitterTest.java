package io.freshet.benchmarks.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.planner.Tokens;
import org.junit.jupiter.api.Test;

final class RecursiveSplitterTest {
    private static final RecursiveSplitter SPLITTER = new RecursiveSplitter(6);

    @Test
    void whatFitsStaysOnePiece() {
        assertThat(SPLITTER.split("one two three\n\nfour five six"))
                .containsExactly("one two three\n\nfour five six");
    }

    @Test
    void paragraphsArePackedFromTheFront() {
        assertThat(SPLITTER.split("one two\n\nthree four\n\nfive six\n\nseven eight"))
                .containsExactly("one two\n\nthree four\n\nfive six", "seven eight");
    }

    @Test
    void aLongParagraphIsSplitAtLinesThenAtWords() {
        assertThat(SPLITTER.split("one two three four\nfive six seven\n\nten eleven"))
                .containsExactly("one two three four", "five six seven", "ten eleven");
        assertThat(SPLITTER.split("a b c d e f g h")).containsExactly("a b c d e f", "g h");
    }

    @Test
    void withoutWhiteSpaceCharactersAreCounted() {
        var pieces = SPLITTER.split("版本控制系统记录文件的变化");
        assertThat(pieces).allMatch(piece -> Tokens.count(piece) <= 6);
        assertThat(String.join("", pieces)).isEqualTo("版本控制系统记录文件的变化");
    }

    @Test
    void whatSaysNothingHasNoPieces() {
        assertThat(SPLITTER.split("")).isEmpty();
        assertThat(SPLITTER.split(" \n\n \n")).isEmpty();
    }
}
