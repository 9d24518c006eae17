package io.freshet.adapter.decoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What charset a name means. Where browsers read a name as a larger charset than it says, so does
/// this: pages that declare the smaller one were written with that in view.
final class CharsetNames {
    private static final String WINDOWS_1252 = "windows-1252";
    private static final Map<String, String> MEANT =
            Map.ofEntries(
                    Map.entry("ascii", WINDOWS_1252),
                    Map.entry("us-ascii", WINDOWS_1252),
                    Map.entry("iso-8859-1", WINDOWS_1252),
                    Map.entry("iso8859-1", WINDOWS_1252),
                    Map.entry("latin1", WINDOWS_1252),
                    Map.entry("iso-8859-9", "windows-1254"),
                    Map.entry("iso-8859-8-i", "windows-1255"),
                    Map.entry("iso-8859-11", "x-windows-874"),
                    Map.entry("tis-620", "x-windows-874"),
                    Map.entry("gb2312", "GB18030"),
                    Map.entry("gbk", "GB18030"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("big5", "Big5-HKSCS"),
                    Map.entry("macintosh", "x-MacRoman"),
                    Map.entry("x-mac-roman", "x-MacRoman"),
                    Map.entry("unicode", "UTF-16LE"),
                    Map.entry("utf-16", "UTF-16LE"));

    private CharsetNames() {}

    /// Nothing where the name is not known.
    static Optional<Charset> of(String name) {
        String bare = name.strip().toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Charset.forName(MEANT.getOrDefault(bare, bare)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether it has more than one byte for each ASCII character.
    static boolean isWide(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16)
                || charset.equals(StandardCharsets.UTF_16LE)
                || charset.equals(StandardCharsets.UTF_16BE)
                || charset.name().startsWith("UTF-32");
    }

    /// Whether each byte is a character. Almost any bytes are a text in such a charset.
    static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1;
    }
}
