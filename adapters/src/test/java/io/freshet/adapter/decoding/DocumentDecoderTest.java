package io.freshet.adapter.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Format;
import io.freshet.Named;
import io.freshet.Unread;
import io.freshet.spi.Decoder;
import io.freshet.spi.Decoder.Known;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is taken for what, and what is refused.
final class DocumentDecoderTest {
    private final Decoder decoder = new DocumentDecoder();

    @Test
    void theDeclaredTypeIsAskedBeforeTheName() {
        var known =
                new Known(Optional.of("Text/Plain; x=y"), Optional.empty(), Optional.of("a.md"));
        assertThat(decoder.decode("# a".getBytes(UTF_8), known))
                .isEqualTo(new Decoded.Read(new Content(Format.PLAIN, "# a")));
    }

    @Test
    void aTypeThatSaysNothingLeavesItToTheName() {
        var known =
                new Known(
                        Optional.of("application/octet-stream"),
                        Optional.empty(),
                        Optional.of("docs/A.MD"));
        assertThat(decoder.decode("# a".getBytes(UTF_8), known))
                .isEqualTo(new Decoded.Read(new Content(Format.MARKDOWN, "# a")));
        assertThat(
                        decoder.decode(
                                "# a".getBytes(UTF_8),
                                Known.type("application/octet-stream", Optional.empty())))
                .isEqualTo(Unread.unsupported("this media type is not read"));
    }

    @Test
    void bytesOfWhichNothingIsKnownAreMarkdown() {
        assertThat(decoder.decode("# a".getBytes(UTF_8), Known.NOTHING))
                .isEqualTo(new Decoded.Read(new Content(Format.MARKDOWN, "# a")));
    }

    @ParameterizedTest
    @CsvSource({
        "a.md, text/markdown",
        "docs/b.MARKDOWN, text/markdown",
        "notes.v2.txt, text/plain",
        "pep-0001.rst, text/x-rst",
        "guide.adoc, text/asciidoc",
        "index.html, text/html",
    })
    void aNameThatIsReadSaysItsType(String name, String type) {
        assertThat(decoder.named(name)).isEqualTo(new Named.Typed(type));
    }

    @ParameterizedTest
    @CsvSource({
        "Makefile, no file extension",
        "v1.2/README, no file extension",
        ".md, no file extension",
        "a.+, unknown file extension",
        "a.java, unknown file extension",
        "a.pdf, PDF is not read",
        "b.DOCX, Word is not read",
        "c.tar.gz, archives are not read",
        "d.png, images are not read",
    })
    void aNameThatIsNotReadSaysWhy(String name, String reason) {
        assertThat(decoder.named(name)).isEqualTo(Unread.unsupported(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, PDF is not read",
        "image/png, images are not read",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document, Word is not read",
        "application/x-www-form-urlencoded, this media type is not read",
        "'', this media type is not read",
    })
    void aTypeThatIsNotReadSaysWhy(String type, String reason) {
        assertThat(decoder.decode(new byte[0], Known.type(type, Optional.empty())))
                .isEqualTo(Unread.unsupported(reason));
        assertThat(decoder.decode("", type)).isEqualTo(Unread.unsupported(reason));
    }

    @Test
    void whatItIsIsToldByItsFirstBytesWhateverItIsCalled() {
        assertThat(decoder.decode("\r\n%PDF-1.7 ...".getBytes(UTF_8), Known.file("a.md")))
                .isEqualTo(Unread.unsupported("PDF is not read"));
        assertThat(
                        decoder.decode(
                                "{\\rtf1 a}".getBytes(UTF_8),
                                Known.type("text/plain", Optional.empty())))
                .isEqualTo(Unread.unsupported("RTF is not read"));
    }

    @ParameterizedTest
    @CsvSource({
        "text/x-rst, RST",
        "text/prs.fallenstein.rst, RST",
        "text/asciidoc, ASCIIDOC",
        "text/x-asciidoc, ASCIIDOC",
        "text/html, MARKDOWN",
        "application/xhtml+xml, MARKDOWN",
    })
    void eachTypeIsKeptInItsFormat(String type, Format format) {
        assertThat(decoder.decode("a", type)).isEqualTo(decoded(format, type, "a"));
        assertThat(decoder.decode("a".getBytes(UTF_8), Known.type(type, Optional.empty())))
                .isEqualTo(decoded(format, type, "a"));
    }

    private static Decoded decoded(Format format, String type, String text) {
        boolean isMarkup = type.contains("html");
        return new Decoded.Read(new Content(format, isMarkup ? text + "\n" : text));
    }

    @Test
    void whatIsFullOfControlCharactersIsBinary() {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 3 == 0 ? 0 : 'a' + i % 26);
        }
        assertThat(decoder.decode(bytes, Known.file("a.txt")))
                .isEqualTo(Unread.unsupported("binary"));
    }

    @Test
    void aZeroInALongTextIsMendedNotRefused() {
        byte[] bytes = ("word ".repeat(100) + "\0").getBytes(UTF_8);
        assertThat(decoder.decode(bytes, Known.file("a.txt")))
                .isEqualTo(
                        new Decoded.Read(
                                new Content(Format.PLAIN, "word ".repeat(100) + "\uFFFD")));
    }

    @Test
    void anEmptyDocumentIsOne() {
        for (String name : List.of("a.md", "a.html", "a.rst", "a.adoc", "a.txt")) {
            assertThat(decoder.decode(new byte[0], Known.file(name)))
                    .isInstanceOfSatisfying(
                            Decoded.Read.class,
                            read -> assertThat(read.content().text()).isEmpty());
        }
    }

    @Test
    void whatIsReadIsListed() {
        assertThat(decoder.mediaTypes())
                .containsExactly(
                        "text/markdown", "text/plain", "text/x-rst", "text/asciidoc", "text/html");
    }
}
