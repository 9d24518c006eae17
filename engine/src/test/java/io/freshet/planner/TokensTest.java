package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokensTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    word            | 1
                    started         | 2
                    abcdefghijklm   | 3
                    café            | 1
                    2026            | 2
                    a1              | 2
                    snake_case__x   | 5
                    ____            | 1
                    !!!             | 3
                    # Title         | 2
                    中文字           | 3
                    カタカナ          | 4
                    한국어           | 3
                    привет          | 2
                    ½²              | 1
                    ٣٤              | 2
                    😀😀            | 2
                    e\u0301         | 2
                    """)
    void theEstimateIsFixed(String text, int tokens) {
        assertThat(Tokens.count(text.translateEscapes())).isEqualTo(tokens);
    }

    @Test
    void whiteSpaceCountsNothing() {
        assertThat(
                        Tokens.count(
                                " \t\r\n\u000B\f\u001C\u001F\u0085\u00A0\u1680\u2003\u2028\u202F\u3000"))
                .isZero();
    }

    @Test
    void aLoneSurrogateIsASign() {
        assertThat(Tokens.count("\uD83D")).isEqualTo(1);
        assertThat(Tokens.count("a\uDE00b")).isEqualTo(3);
    }

    @Test
    void aBeginningHoldsAtMostTheTokensAskedFor() {
        assertThat(Tokens.first("one two three", 2)).isEqualTo("one two");
        assertThat(Tokens.first("abcdefghijkl", 1)).isEqualTo("abcdef");
        assertThat(Tokens.first("one two", 2)).isEqualTo("one two");
    }

    @Test
    void piecesHoldTheWholeTextAndEachAtMostTheTokensAskedFor() {
        String text = "one two,  three 4567 été 桥梁封闭\n\nabcdefghijklmnopqrst end";

        for (int most = 1; most < 12; most++) {
            int tokens = most;
            assertThat(Tokens.pieces(text, most))
                    .allSatisfy(piece -> assertThat(Tokens.count(piece)).isBetween(1, tokens));
            assertThat(String.join("", Tokens.pieces(text, most))).isEqualTo(text);
        }
        assertThat(Tokens.pieces(text, 100)).containsExactly(text);
    }
}
