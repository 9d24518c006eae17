package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Block;
import io.freshet.Block.Kind;
import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.Placement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeadingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # Rules of use ##       | Rules of use
                    ### C#                  | C#
                    Rules\\nof use\\n===     | Rules of use
                    Rules\\r\\n--- \\r\\n    | Rules
                    C++                     | C++
                    ====\\nUse it\\n====    | Use it
                    Terms\\n*****          | Terms
                    #####\\n Use \\n#####   | Use
                    == Use it               | Use it
                    ==                      | ==
                    """)
    void aHeadingIsNamedWithoutItsMarks(String escaped, String says) {
        String text = escaped.translateEscapes();
        var headings = Headings.of(text, List.of(new Block(Kind.HEADING, 1, 0, text.length())));
        assertThat(headings.over(0)).extracting(Headings.Heading::text).containsExactly(says);
    }

    @Test
    void aPlacementNamesThePathOverItsStart() {
        var texts = new Texts(2);
        String text =
                section("# Guide", texts)
                        + section("## Install", texts)
                        + section("### Linux", texts)
                        + section("## Use", texts)
                        + section("#", texts);
        assertThat(Chunker.chunk(text, Texts.blocks(text), Chunking.DEFAULT).placements())
                .extracting(Placement::headings)
                .containsExactly(
                        List.of("Guide"),
                        List.of("Guide", "Install"),
                        List.of("Guide", "Install", "Linux"),
                        List.of("Guide", "Use"),
                        List.of("Guide", "Use"));
    }

    @Test
    void aPrefixSaysTitleAndNearestHeadingOnce() {
        var texts = new Texts(4);
        String long1 = texts.words(200) + ".";
        String long2 = texts.words(200) + ".";
        String text = "# Guide\n\n" + section("## Use", texts) + long1 + "\n\n" + long2 + "\n";
        List<String> plain = starts(text, Chunking.Prefix.NONE);
        assertThat(starts(text, Chunking.Prefix.TITLE)).isEqualTo(prefixed(plain, "Guide\n"));
        assertThat(starts(text, Chunking.Prefix.HEADING))
                .isEqualTo(prefixed(plain, "Guide\nUse\n"));
    }

    @Test
    void aPrefixIsAtMostThirtyTokens() {
        var texts = new Texts(6);
        String text =
                section("# " + texts.words(60), texts)
                        + section("## " + texts.words(60), texts)
                        + texts.words(300);
        for (var kind : List.of(Chunking.Prefix.TITLE, Chunking.Prefix.HEADING)) {
            var chunking = new Chunking(320, kind);
            var chunks = Chunker.chunk(text, Texts.blocks(text), chunking).chunks().values();
            assertThat(chunks).allMatch(c -> c.tokens() <= chunking.tokensMax() + 30);
        }
    }

    private static String section(String heading, Texts texts) {
        return heading + "\n\n" + texts.sentences(14) + "\n\n";
    }

    private static List<String> prefixed(List<String> texts, String prefix) {
        List<String> expected = new ArrayList<>();
        for (String text : texts) {
            expected.add(text.startsWith("#") ? text : prefix + text);
        }
        return expected;
    }

    private static List<String> starts(String text, Chunking.Prefix prefix) {
        var chunked = Chunker.chunk(text, Texts.blocks(text), new Chunking(320, prefix));
        return chunked.chunks().values().stream().map(Chunk::text).toList();
    }
}
