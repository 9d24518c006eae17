package io.freshet.benchmarks.quality.longset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CutsTest {
    private final Cuts cuts = new Cuts(List.of(new Span(8, 10), new Span(2, 5)));

    @Test
    void whatIsCutIsGoneAndTheRestMovesUp() {
        assertThat(cuts.edited("0123456789abc")).isEqualTo("01567abc");
        assertThat(List.of(0, 2, 3, 5, 7, 9, 10, 13).stream().map(cuts::moved))
                .containsExactly(0, 2, 2, 2, 4, 5, 5, 8);
    }

    @Test
    void cutsThatOverlapAreRefused() {
        assertThatThrownBy(() -> new Cuts(List.of(new Span(0, 4), new Span(3, 5))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aParagraphFallsIntoItsSentences() {
        String text = "It holds, e.g. Here. Does it?\n`Yes` it (does.) Version 3.14 too.";
        assertThat(Sentences.of(text, new Span(0, text.length())).stream().map(s -> s.of(text)))
                .containsExactly(
                        "It holds, e.g. Here. ",
                        "Does it?\n",
                        "`Yes` it (does.) ",
                        "Version 3.14 too.");
    }

    @Test
    void markupBecomesTheWordsThatAReaderSees() {
        assertThat(
                        Markup.plain(
                                Format.MARKDOWN,
                                "See the [“Heap”][heap]<!-- ignore -->\n_now_, `a_b` and [c](d.md#e)."))
                .isEqualTo("See the “Heap” now, a_b and c.");
        assertThat(
                        Markup.plain(
                                Format.RST,
                                ":pep:`492` and :pep:`that <1#a>` say ``x_y``, *see*\n`Open Ends`_,"
                                        + " `here <http://a>`__ [1]_."))
                .isEqualTo("PEP 492 and that say x_y, see Open Ends, here.");
    }
}
