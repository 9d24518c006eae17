package io.freshet.planner;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.zip.CRC32;

/// The smallest piece that a chunk is made of, and the strength of the boundary before it.
///
/// @param start offset in the text
/// @param level of the boundary: 4 to 9 before a heading, 3 a block, down to -3 inside a word
/// @param tokens by the fixed estimate
/// @param key decides between boundaries of one level: a hash of the text right after it, so that
///   an edit changes the order of the boundaries beside it only. Compared unsigned
record Atom(int start, int level, int tokens, long key) {
    static final int HEADING = 4;

    /// Weakest first.
    static final Comparator<Atom> STRENGTH =
            Comparator.comparingInt(Atom::level)
                    .thenComparing((a, b) -> Long.compareUnsigned(a.key, b.key));

    private static final int KEY_CHARACTERS = 48;

    /// The atom that is a part of a text.
    static Atom of(String text, Normaliser.Span part, int level, int tokens) {
        String normal = Normaliser.collapse(text, part.start(), part.end());
        return new Atom(part.start(), level, tokens, key(normal));
    }

    /// The mixed hash of the beginning above, the hash of it all below.
    private static long key(String normal) {
        int whole = crc32(normal);
        int first = whole;
        if (normal.length() > KEY_CHARACTERS
                && normal.codePointCount(0, normal.length()) > KEY_CHARACTERS) {
            first = crc32(normal.substring(0, normal.offsetByCodePoints(0, KEY_CHARACTERS)));
        }
        return (long) mix32(first) << 32 | Integer.toUnsignedLong(whole);
    }

    static int crc32(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static int mix32(int hash) {
        int mixed = hash * 0x9E3779B1;
        mixed ^= mixed >>> 15;
        return mixed * 0x85EBCA6B;
    }
}
