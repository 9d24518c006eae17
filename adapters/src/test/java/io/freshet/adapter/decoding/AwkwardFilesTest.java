package io.freshet.adapter.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.Decoded;
import io.freshet.Unread;
import io.freshet.spi.Decoder.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real files that others stumble over: each gives the right words, or is refused for the right
/// reason.
final class AwkwardFilesTest {
    private final DocumentDecoder decoder = new DocumentDecoder();

    @ParameterizedTest
    @CsvSource({
        "arabic-misleading-charset.html, في قرية من القرى كان هناك رجل حكيم",
        "utf16le.html, This is a sample text",
        "noisy-meta.html, وأعرب الاتحاد الجزائري",
        "big-preamble.html, Агентство недвижимости",
        "resume-latin.html, Предлагаем Вам ознакомиться",
        "broken-html.html, A whole bunch of text.",
        "multi-language.txt, doação uno negócios",
        "multi-language.txt, español ABC adhoc prácticas",
        "win1252.txt, “windows” encoding",
    })
    void theRightWordsAreRead(String file, String words) throws IOException {
        assertThat(decoder.decode(bytes(file), Known.file(file)))
                .isInstanceOfSatisfying(
                        Decoded.Read.class,
                        read -> assertThat(read.content().text()).contains(words));
    }

    @ParameterizedTest
    @CsvSource({
        "russian-cp866.txt, charset not recognised",
        "english-cp500.txt, charset not recognised",
    })
    void whatADetectorIsNotSureOfIsRefused(String file, String reason) throws IOException {
        assertThat(decoder.decode(bytes(file), Known.file(file)))
                .isEqualTo(Unread.undecodable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "russian-cp866.txt, IBM866, студеную зимнюю пору",
        "english-cp500.txt, IBM500, Hardware",
    })
    void withItsCharsetDeclaredItIsRead(String file, String charset, String words)
            throws IOException {
        var known = new Known(Optional.of("text/plain"), Optional.of(charset), Optional.empty());
        assertThat(decoder.decode(bytes(file), known))
                .isInstanceOfSatisfying(
                        Decoded.Read.class,
                        read -> assertThat(read.content().text()).containsIgnoringCase(words));
    }

    @ParameterizedTest
    @CsvSource({
        "ibm420-decoy.html, binary",
        "bad-page.pdf, PDF is not read",
        "no-extract.pdf, PDF is not read",
        "malformed-xfa.pdf, PDF is not read",
        "encrypted.docx, Office files are not read",
        "numbered-list.docx, Office files are not read",
        "missing-text.docx, Office files are not read",
        "invalid-unicode.rtf, RTF is not read",
        "japanese.rtf, RTF is not read",
        "droste.zip, archives are not read",
        "sjis-names.zip, archives are not read",
        "quine.gz, archives are not read",
        "simple.epub, EPUB is not read",
    })
    void whatIsNoTextIsRefusedUnderAnyName(String file, String reason) throws IOException {
        for (String name : new String[] {"a.md", "a.html", "a.txt"}) {
            assertThat(decoder.decode(bytes(file), Known.file(name)))
                    .isEqualTo(Unread.unsupported(reason));
        }
    }

    private static byte[] bytes(String file) throws IOException {
        String data = System.getenv("FRESHET_TEST_DATA");
        assumeTrue(data != null, "skipped: FRESHET_TEST_DATA names no folder with test data");
        Path path = Path.of(data, "awkward", file);
        assumeTrue(Files.exists(path), () -> "skipped: there is no " + path);
        return Files.readAllBytes(path);
    }
}
