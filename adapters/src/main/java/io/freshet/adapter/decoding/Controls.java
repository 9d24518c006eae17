package io.freshet.adapter.decoding;

/// Tells text from what is none by its control characters: a text has next to none but those that
/// move to another line or column.
final class Controls {
    private static final int PER_MILLE_MAX = 20;
    private static final long SECOND_PER_MILLE_MAX = 2;

    private Controls() {}

    /// Whether bytes are no text in any charset that has the bytes of ASCII.
    static boolean isBinary(byte[] bytes) {
        int count = 0;
        for (byte b : bytes) {
            count += isControl(b & 0xFF) ? 1 : 0;
        }
        return areMany(count, bytes.length);
    }

    /// Controls of the second row mean that the charset is another one: a few are too many.
    static boolean areFew(String text) {
        int count = 0;
        int second = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            count += isControl(c) ? 1 : 0;
            second += c >= 0x80 && c < 0xA0 && c != 0x85 ? 1 : 0;
        }
        return !areMany(count, text.length())
                && second * 1000L <= text.length() * SECOND_PER_MILLE_MAX;
    }

    private static boolean areMany(int count, int length) {
        return count * 1000L > (long) length * PER_MILLE_MAX;
    }

    /// Not the white space, nor backspace, escape and the end of a DOS file.
    private static boolean isControl(int c) {
        return c < ' ' && (c < '\b' || c > '\r') && c != 0x1A && c != 0x1B;
    }
}
