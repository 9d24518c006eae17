package io.freshet.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Block;
import io.freshet.Block.Kind;
import io.freshet.Content;
import io.freshet.Extracted;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.contract.ExtractorContract;
import io.freshet.spi.Extractor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextExtractorTest extends ExtractorContract {
    @Override
    protected Extractor extractor() {
        return new TextExtractor();
    }

    @Test
    void markdownsBlocksAreFoundWithTheirDepths() {
        assertThat(
                        markdown(
                                """
                                # Title
                                A paragraph
                                of two lines.

                                Under
                                line
                                ---
                                > quoted
                                lazily

                                - one
                                  - nested
                                - two

                                  more

                                  ```
                                  code
                                  ```
                                1. first
                                ```java
                                f();

                                g();
                                ```
                                    indented
                                <div>
                                html

                                | a | b |
                                |---|:-:|
                                | 1 | 2 |
                                ***
                                [a]: b
                                [c]: d
                                """))
                .containsExactly(
                        "HEADING 1: # Title",
                        "PARAGRAPH 0: A paragraph\nof two lines.",
                        "HEADING 2: Under\nline\n---",
                        "PARAGRAPH 0: > quoted\nlazily",
                        "ITEM 0: - one",
                        "ITEM 1:   - nested",
                        "ITEM 0: - two",
                        "CONTINUATION 1:   more",
                        "CODE 1:   ```\n  code\n  ```",
                        "ITEM 0: 1. first",
                        "CODE 0: ```java\nf();\n\ng();\n```",
                        "CODE 1:     indented",
                        "PARAGRAPH 0: <div>\nhtml",
                        "TABLE 0: | a | b |\n|---|:-:|\n| 1 | 2 |",
                        "PARAGRAPH 0: ***",
                        "PARAGRAPH 0: [a]: b\n[c]: d");
    }

    @Test
    void anItemsBlockIsItsOwnFirstParagraph() {
        assertThat(markdown("- - a\n  - b\n-\n  c\n- ```\n  x\n  ```\n- # h\n\n  p\n-\n"))
                .containsExactly(
                        "ITEM 0: - - a",
                        "ITEM 1:   - b",
                        "ITEM 0: -\n  c",
                        "CODE 1: - ```\n  x\n  ```",
                        "ITEM 0: - # h",
                        "CONTINUATION 1:   p",
                        "ITEM 0: -");
    }

    @Test
    void htmlAndWhatFollowsItWithoutABlankLineIsOneParagraph() {
        assertThat(markdown("<!-- a -->\n<a id=\"x\"></a>\ntext\n\n<div>\n\n  <p>inside</p>\n"))
                .containsExactly(
                        "PARAGRAPH 0: <!-- a -->\n<a id=\"x\"></a>\ntext",
                        "PARAGRAPH 0: <div>",
                        "PARAGRAPH 1:   <p>inside</p>");
    }

    @Test
    void whatOnlyLooksLikeATableIsNone() {
        assertThat(markdown("a | b\n--\n\na | b\n--|--|--\n\n| a |\n|---|\n| b |\n\na\n|-\nb\n"))
                .containsExactly(
                        "HEADING 2: a | b\n--",
                        "PARAGRAPH 0: a | b\n--|--|--",
                        "TABLE 0: | a |\n|---|\n| b |",
                        "PARAGRAPH 0: a\n|-\nb");
    }

    @Test
    void lineEndsOfEveryKindGiveTheSameBlocks() {
        String text = "# T\n\n- a\n  b\n\n```\nx\n\ny\n```\nend";
        var kinds = markdown(text).stream().map(b -> b.substring(0, b.indexOf(':'))).toList();
        for (String end : List.of("\r\n", "\r")) {
            assertThat(markdown(text.replace("\n", end)))
                    .extracting(b -> b.substring(0, b.indexOf(':')))
                    .containsExactlyElementsOf(kinds);
        }
    }

    @Test
    void aByteOrderMarkHidesNothing() {
        assertThat(extract("\uFEFF# T\n").blocks())
                .containsExactly(new Block(Kind.HEADING, 1, 1, 4));
        assertThat(extract("\uFEFF---\na: 1\n---\n# T\n").frontMatter())
                .isEqualTo(Metadata.of(Map.of("a", 1)));
    }

    @Test
    void aParagraphOfVeryManyLinesIsOneBlock() {
        String numbers = "1,2,3\n".repeat(200_000);
        assertThat(extract("Numbers:\n" + numbers + "\nend\n").blocks())
                .containsExactly(
                        new Block(Kind.PARAGRAPH, 0, 0, 8 + numbers.length()),
                        new Block(Kind.PARAGRAPH, 0, 10 + numbers.length(), 13 + numbers.length()));
    }

    @Test
    void plainTextHasParagraphsItemsAndUnderlinedHeadings() {
        String text =
                """
                Title
                =====
                # no heading
                more

                Part
                ~~~~
                - one
                going on
                - two

                  more of two

                10. ten
                    no code
                1.no item
                """;
        assertThat(shown(new Content(Format.PLAIN, text)))
                .containsExactly(
                        "HEADING 1: Title\n=====",
                        "PARAGRAPH 0: # no heading\nmore",
                        "HEADING 3: Part\n~~~~",
                        "ITEM 0: - one\ngoing on",
                        "ITEM 0: - two",
                        "CONTINUATION 1:   more of two",
                        "ITEM 0: 10. ten\n    no code\n1.no item");
    }

    @Test
    void yamlFrontMatterIsMetadata() {
        var extracted =
                extract(
                        """
                        ---
                        title: "Rules"
                        draft: false
                        weight: 3
                        share: 0.50
                        date: 2026-01-05
                        at: 2026-01-05T10:00:00Z
                        tags: [a, b, null]
                        nothing: null
                        author: {name: Ann, mail: null}
                        ---

                        # Body
                        """);
        assertThat(extracted.blocks())
                .extracting(Block::kind)
                .containsExactly(Kind.FRONT_MATTER, Kind.HEADING);
        assertThat(extracted.frontMatter())
                .isEqualTo(
                        Metadata.of(
                                Map.of(
                                        "title",
                                        "Rules",
                                        "draft",
                                        false,
                                        "weight",
                                        3,
                                        "share",
                                        new BigDecimal("0.5"),
                                        "date",
                                        "2026-01-05",
                                        "at",
                                        "2026-01-05T10:00:00Z",
                                        "tags",
                                        List.of("a", "b"),
                                        "author",
                                        Map.of("name", "Ann"))));
    }

    @Test
    void tomlFrontMatterIsMetadata() {
        var extracted =
                extract(
                        String.join(
                                "\r\n",
                                "+++",
                                "title = 'Rules'",
                                "date = 2026-01-05T10:00:00Z",
                                "day = 2026-01-05",
                                "[a]",
                                "b = 1",
                                "+++",
                                "Body"));
        assertThat(extracted.blocks())
                .extracting(Block::kind)
                .containsExactly(Kind.FRONT_MATTER, Kind.PARAGRAPH);
        assertThat(extracted.frontMatter())
                .isEqualTo(
                        Metadata.of(
                                Map.of(
                                        "title", "Rules",
                                        "date", "2026-01-05T10:00:00Z",
                                        "day", "2026-01-05",
                                        "a", Map.of("b", 1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just words",
                "- a list",
                "a: [broken",
                "a: 1\na: 2",
                "a: &x [1]\nb: *x",
                "a: .nan",
                "{{ template }}",
            })
    void whatCannotBeReadAsAnObjectStaysText(String inner) {
        var extracted = extract("---\n" + inner + "\n---\nBody\n");
        assertThat(extracted.frontMatter()).isEqualTo(Metadata.NONE);
        assertThat(extracted.blocks())
                .containsExactly(
                        new Block(Kind.PARAGRAPH, 0, 0, inner.length() + 8),
                        new Block(Kind.PARAGRAPH, 0, inner.length() + 9, inner.length() + 13));
    }

    @Test
    void aTextThatBeginsWithARuleIsReadLikeAnyOther() {
        assertThat(markdown("---\n\nSome words.\n\n# Part\n\n---\nBody\n"))
                .containsExactly(
                        "PARAGRAPH 0: ---",
                        "PARAGRAPH 0: Some words.",
                        "HEADING 1: # Part",
                        "PARAGRAPH 0: ---",
                        "PARAGRAPH 0: Body");
    }

    @Test
    void frontMatterThatIsTooLargeIsText() {
        String large = "---\n" + "a: b\n".repeat(20_000) + "---\n";
        assertThat(extract(large).frontMatter()).isEqualTo(Metadata.NONE);
        String deep = "---\na: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n---\n";
        assertThat(extract(deep).frontMatter()).isEqualTo(Metadata.NONE);
        assertThat(extract("---\n---\nBody\n").blocks())
                .extracting(Block::kind)
                .containsExactly(Kind.FRONT_MATTER, Kind.PARAGRAPH);
    }

    private static Extracted extract(String markdown) {
        return new TextExtractor().extract(new Content(Format.MARKDOWN, markdown));
    }

    private static List<String> markdown(String text) {
        return shown(new Content(Format.MARKDOWN, text));
    }

    private static List<String> shown(Content content) {
        return new TextExtractor()
                .extract(content).blocks().stream()
                        .map(
                                b ->
                                        b.kind()
                                                + " "
                                                + b.depth()
                                                + ": "
                                                + content.text().substring(b.start(), b.end()))
                        .toList();
    }
}
