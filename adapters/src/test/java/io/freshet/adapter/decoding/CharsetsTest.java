package io.freshet.adapter.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which charset is taken, and when none is.
final class CharsetsTest {
    private static final String GERMAN =
            "Für größere Änderungen müssen Sie zunächst prüfen, ob die Datei geöffnet ist. Die Übersicht"
                    + " zeigt außerdem, welche Schlüssel gültig sind.";

    @ParameterizedTest
    @CsvSource({
        "UTF-8, EFBBBF",
        "UTF-16LE, FFFE",
        "UTF-16BE, FEFF",
        "UTF-32LE, FFFE0000",
        "UTF-32BE, 0000FEFF",
    })
    void aByteOrderMarkIsBelievedBeforeADeclaration(String charset, String mark) {
        byte[] marked = concat(HexFormat.of().parseHex(mark), bytes("Grüße, 你好", charset));
        assertThat(decoded(marked, "windows-1252")).contains("Grüße, 你好");
    }

    @Test
    void whatIsDeclaredIsTakenIfItFits() {
        assertThat(decoded(bytes("привет", "KOI8-R"), "koi8-r")).contains("привет");
        assertThat(decoded(bytes("“a” – ü", "windows-1252"), "ISO-8859-1")).contains("“a” – ü");
        assertThat(decoded(bytes("你好，世界", "GBK"), "gb2312")).contains("你好，世界");
        assertThat(decoded(bytes("こんにちは", "ISO-2022-JP"), "iso-2022-jp")).contains("こんにちは");
    }

    @Test
    void aDeclarationThatDoesNotFitFallsThrough() {
        assertThat(decoded("你好".getBytes(UTF_8), "us-ascii")).contains("你好");
        assertThat(decoded("你好".getBytes(UTF_8), "no-such-charset")).contains("你好");
        assertThat(decoded(bytes(GERMAN, "windows-1252"), "utf-8")).contains(GERMAN);
    }

    @Test
    void utf8IsNotReadAsTheSingleBytesThatItIsDeclaredTo() {
        assertThat(decoded("Grüße".getBytes(UTF_8), "ISO-8859-1")).contains("Grüße");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta charset=windows-1251>",
                "<META http-equiv='Content-Type' content=\"text/html; charset = windows-1251\">",
                "<?xml version='1.0' encoding='windows-1251'?>",
                "<meta charset=nonsense><meta charset=utf-16><meta charset=utf-8><meta charset='cp1251'>",
            })
    void markupDeclaresItsCharset(String declaration) {
        byte[] page = bytes(declaration + "<p>привет", "windows-1251");
        assertThat(new Charsets(page, Optional.empty(), true).decoded())
                .hasValueSatisfying(text -> assertThat(text).endsWith("привет"));
        assertThat(new Charsets(page, Optional.empty(), false).decoded()).isEmpty();
    }

    @Test
    void aDeclarationIsFoundHoweverLateItComes() {
        byte[] page =
                bytes(
                        "<script>"
                                + "x".repeat(300_000)
                                + "</script><meta charset=windows-1251>привет",
                        "windows-1251");
        assertThat(new Charsets(page, Optional.empty(), true).decoded())
                .hasValueSatisfying(text -> assertThat(text).endsWith("привет"));
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, 'Für größere Änderungen müssen Sie zunächst prüfen, ob die Datei geöffnet ist.'",
        "windows-1251, 'Каждый пользователь может изменить свой пароль после входа в систему.'",
        "KOI8-R, 'Каждый пользователь может изменить свой пароль после входа в систему.'",
        "windows-1253, 'Κάθε χρήστης μπορεί να αλλάξει τον κωδικό του αφού συνδεθεί.'",
        "Shift_JIS, 'ユーザーはログインした後にパスワードを変更できます。'",
        "EUC-JP, 'ユーザーはログインした後にパスワードを変更できます。'",
        "GBK, '每个用户登录后都可以更改密码。设置会自动保存。'",
        "Big5, '每個使用者登入後都可以更改密碼。設定會自動儲存。'",
        "EUC-KR, '모든 사용자는 로그인한 후 비밀번호를 변경할 수 있습니다.'",
        "UTF-16LE, 'No mark stands before this text.'",
        "UTF-16BE, 'No mark stands before this text.'",
        "ISO-2022-JP, 'こんにちは'",
    })
    void whatIsClearIsDetected(String charset, String text) {
        assertThat(new Charsets(bytes(text, charset), Optional.empty(), false).decoded())
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "IBM866, 'Каждый пользователь может изменить свой пароль после входа в систему.'",
        "IBM500, 'Every user may change the password after login.'",
        "IBM850, 'Les paramètres sont enregistrés dès que vous êtes connecté, élève.'",
        "x-MacRoman, 'Für größere Änderungen müssen Sie zunächst prüfen, ob die Datei geöffnet ist.'",
        "windows-1250, 'Zażółć gęślą jaźń. Każdy użytkownik może zmienić swoje hasło.'",
    })
    void whatIsNotClearIsNotGuessed(String charset, String text) {
        assertThat(new Charsets(bytes(text, charset), Optional.empty(), false).decoded()).isEmpty();
    }

    @Test
    void anyBytesGiveAnAnswerAndTheSameAgain() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (boolean markup : new boolean[] {true, false}) {
                var charsets = new Charsets(bytes, Optional.empty(), markup);
                assertThat(charsets.decoded()).as("seed %d", seed).isEqualTo(charsets.decoded());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta ",
                "<meta charset",
                "<meta charset=",
                "<meta charset= ",
                " ",
                "é",
                "\0",
                "a\u0001"
            })
    void timeGrowsAsTheBytesDo(String part) {
        String page = "<meta charset=" + part.repeat(20_000);
        long once = Math.max(nanos(bytes(page, "windows-1252")), 5_000_000);
        String longer = "<meta charset=" + part.repeat(160_000);
        assertThat(nanos(bytes(longer, "windows-1252"))).isLessThan(24 * once);
    }

    private static long nanos(byte[] bytes) {
        var clock = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long start = clock.getCurrentThreadCpuTime();
            var _ = new Charsets(bytes, Optional.empty(), true).decoded();
            best = Math.min(best, clock.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static Optional<String> decoded(byte[] bytes, String declared) {
        return new Charsets(bytes, Optional.of(declared), false).decoded();
    }

    private static byte[] bytes(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
