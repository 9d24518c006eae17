package io.freshet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// What every part must do with text in the same way: tell whether it is well-formed Unicode, mend
/// it, hash it, order it.
public final class Text {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int SHOWN_MAX = 80;
    private static final int HASH_BYTES = 16;

    private Text() {}

    /// Without lone surrogates and without NUL, which databases and providers refuse: each becomes
    /// U+FFFD, so that offsets stay. Well-formed text is returned as it is.
    public static String wellFormed(String text) {
        if (isWellFormed(text) && text.indexOf(0) < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || isLoneSurrogate(c) ? REPLACEMENT : c)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }

    /// Whether every surrogate has its partner.
    public static boolean isWellFormed(String text) {
        int at = 0;
        while (at < text.length()) {
            boolean isHalf = Character.isSurrogate(text.charAt(at));
            if (isHalf && !isPair(text, at)) {
                return false;
            }
            at += isHalf ? 2 : 1;
        }
        return true;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /// Of a code point: a pair of surrogates is one above this range.
    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /// Whether it shows nothing: white space, controls and format characters (a zero-width space, a
    /// byte order mark) only. Providers refuse such a text, or answer what means nothing.
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(Text::isUnseen);
    }

    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT ->
                    true;
            default -> false;
        };
    }

    /// The first 128 bits of SHA-256 over the UTF-8 of well-formed text, as 32 hexadecimal digits.
    public static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }

    /// A fresh SHA-256, which every JDK has.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    /// The order of the UTF-8 bytes: that of code points, unlike [String#compareTo].
    public static int compareUtf8(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /// A bounded, printable form for messages.
    public static String shown(String value) {
        String cut = value.length() <= SHOWN_MAX ? value : value.substring(0, SHOWN_MAX) + "…";
        return '"' + wellFormed(cut).replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
    }
}
