package io.freshet.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Content;
import io.freshet.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The blocks of reStructuredText and of AsciiDoc.
final class LineBlocksTest {
    @Test
    void aPageOfRestructuredText() {
        String text =
                """
                PEP: 8
                Title: Style

                =======
                 Style
                =======

                Naming
                ------

                .. note::

                   Read this.

                Two ways::

                    def f():
                        pass

                1. one
                   more
                #. two

                   * nested

                +---+---+
                | a | b |
                +---+---+

                :Field: value

                Details
                '''''''
                Last.
                """;
        assertThat(shown(Format.RST, text))
                .containsExactly(
                        "PARAGRAPH 0: PEP: 8\nTitle: Style",
                        "HEADING 1: =======\n Style\n=======",
                        "HEADING 2: Naming\n------",
                        "PARAGRAPH 0: .. note::",
                        "CONTINUATION 1:    Read this.",
                        "PARAGRAPH 0: Two ways::",
                        "CODE 1:     def f():\n        pass",
                        "ITEM 0: 1. one\n   more",
                        "ITEM 0: #. two",
                        "ITEM 1:    * nested",
                        "TABLE 0: +---+---+\n| a | b |\n+---+---+",
                        "PARAGRAPH 0: :Field: value",
                        "HEADING 5: Details\n'''''''",
                        "PARAGRAPH 0: Last.");
    }

    @Test
    void aPageOfAsciiDoc() {
        String text =
                """
                = Guide
                :toc:

                == Install

                [source,java]
                ----
                int a;

                // no end
                ----
                .Sizes
                |===
                | a | b

                | c | d
                |===

                * one
                going on
                * two

                Underlined
                ~~~~~~~~~~
                text
                """;
        assertThat(shown(Format.ASCIIDOC, text))
                .containsExactly(
                        "HEADING 1: = Guide",
                        "PARAGRAPH 0: :toc:",
                        "HEADING 2: == Install",
                        "PARAGRAPH 0: [source,java]",
                        "CODE 0: ----\nint a;\n\n// no end\n----",
                        "PARAGRAPH 0: .Sizes",
                        "TABLE 0: |===\n| a | b\n\n| c | d\n|===",
                        "ITEM 0: * one\ngoing on",
                        "ITEM 0: * two",
                        "HEADING 3: Underlined\n~~~~~~~~~~",
                        "PARAGRAPH 0: text");
    }

    @Test
    void aLineOverAFenceIsNoTitle() {
        assertThat(shown(Format.ASCIIDOC, ".Foo\n----\na\n----\n"))
                .containsExactly("PARAGRAPH 0: .Foo", "CODE 0: ----\na\n----");
        assertThat(shown(Format.ASCIIDOC, "Foo\n--------\na\n--------\n"))
                .containsExactly("PARAGRAPH 0: Foo", "CODE 0: --------\na\n--------");
    }

    @Test
    void aFenceThatIsNeverClosedRunsToTheEnd() {
        assertThat(shown(Format.ASCIIDOC, "----\na\n\n== b\n"))
                .containsExactly("CODE 0: ----\na\n\n== b");
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"RST", "ASCIIDOC", "PLAIN"})
    void lineEndsAreAllTheSame(Format format) {
        String text =
                "Title\n=====\n\na::\n\n    code\n\n- one\n- two\n\n| a\n| b\n\n----\nx\n----\n";
        assertThat(shown(format, text.replace("\n", "\r\n")))
                .extracting(block -> block.replace("\r\n", "\n"))
                .isEqualTo(shown(format, text));
    }

    private static List<String> shown(Format format, String text) {
        return new TextExtractor()
                .extract(new Content(format, text)).blocks().stream()
                        .map(
                                b ->
                                        "%s %d: %s"
                                                .formatted(
                                                        b.kind(),
                                                        b.depth(),
                                                        text.substring(b.start(), b.end())))
                        .toList();
    }
}
