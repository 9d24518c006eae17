package io.freshet.adapter.lucene;

import io.freshet.FilterValues;
import io.freshet.Metadata;
import io.freshet.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.BytesRef;

/// Metadata as terms of one field: path, NUL, a letter for the type, the value in bytes that sort
/// as the values do. A filter on a path and type is then a term, or a range of terms between two
/// letters.
///
/// A path is the keys that lead to a value, joined by dots; lists are walked through. This is the
/// inverse of how [FilterValues] looks a path up, so a term is there exactly if the look-up would
/// find the value.
///
/// What is too long for a term is cut and marked with 0xFF, which UTF-8 never holds, and its hash:
/// equality stays exact. For comparisons see [LongStrings].
///
/// @param longStrings path, NUL, value: the strings that were cut, whole
record MetadataTerms(Set<BytesRef> terms, List<String> longStrings) {
    static final char EXISTS = 'e';
    static final char BOOLEAN = 'b';
    static final char NUMBER = 'n';
    static final char STRING = 's';
    static final char TIME = 't';
    static final int PATH_BYTES_MAX = 1024;
    static final int STRING_BYTES_MAX = 1000;
    static final byte CUT = (byte) 0xFF;

    static MetadataTerms of(Metadata metadata) {
        var all = new MetadataTerms(new TreeSet<>(), new ArrayList<>());
        all.addMembers("", metadata.values());
        return all;
    }

    private void addMembers(String stem, Map<?, ?> members) {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String path = stem + member.getKey();
            terms.add(term(path, EXISTS, new byte[0]));
            addValue(path, member.getValue());
        }
    }

    private void addValue(String path, Object value) {
        switch (value) {
            case Map<?, ?> object -> addMembers(path + '.', object);
            case List<?> list -> list.forEach(element -> addValue(path, element));
            case String text -> addString(path, text);
            default -> terms.add(equalTerm(path, value));
        }
    }

    private void addString(String path, String text) {
        terms.add(equalTerm(path, text));
        FilterValues.time(text).ifPresent(time -> terms.add(term(path, TIME, bytes(time))));
        if (isLong(utf8(text))) {
            longStrings.add(path + '\0' + text);
        }
    }

    /// Whether a path can be in any metadata.
    static boolean isPath(String key) {
        return Text.isWellFormed(key) && key.indexOf('\0') < 0;
    }

    /// The term that a row has if the path holds this value.
    static BytesRef equalTerm(String path, Object value) {
        return switch (value) {
            case String text -> term(path, STRING, cut(utf8(text), STRING_BYTES_MAX));
            case Boolean bool -> term(path, BOOLEAN, new byte[] {(byte) (bool ? 1 : 0)});
            case Long number -> term(path, NUMBER, bytes(BigDecimal.valueOf(number)));
            case BigDecimal number -> term(path, NUMBER, bytes(number));
            default ->
                    throw new IllegalArgumentException(
                            "no metadata value; type=" + value.getClass().getName());
        };
    }

    static BytesRef term(String path, char type, byte[] value) {
        byte[] stem = cut(utf8(path), PATH_BYTES_MAX);
        byte[] term = Arrays.copyOf(stem, stem.length + 2 + value.length);
        term[stem.length + 1] = (byte) type;
        System.arraycopy(value, 0, term, stem.length + 2, value.length);
        return new BytesRef(term);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean isLong(byte[] text) {
        return text.length > STRING_BYTES_MAX;
    }

    private static byte[] cut(byte[] text, int bytesMax) {
        if (text.length <= bytesMax) {
            return text;
        }
        byte[] hash = Text.sha256().digest(text);
        byte[] cut = Arrays.copyOf(text, bytesMax + 1 + hash.length);
        cut[bytesMax] = CUT;
        System.arraycopy(hash, 0, cut, bytesMax + 1, hash.length);
        return cut;
    }

    /// Any instant that an RFC 3339 date-time of four digits names is after year 0, or close: the
    /// seconds' sign is flipped so that they sort unsigned.
    static byte[] bytes(Instant time) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(time.getEpochSecond() ^ Long.MIN_VALUE)
                .putInt(time.getNano())
                .array();
    }

    /// Exact, of any size: the sign, the power of ten, the digits. A negative number is the
    /// complement of its opposite, closed by a byte above every digit, for the longer one is less.
    static byte[] bytes(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {1};
        }
        BigDecimal plain = number.abs().stripTrailingZeros();
        byte[] digits = utf8(plain.unscaledValue().toString());
        long power = (long) plain.precision() - plain.scale();
        byte[] positive =
                ByteBuffer.allocate(1 + Long.BYTES + digits.length)
                        .put((byte) 2)
                        .putLong(power ^ Long.MIN_VALUE)
                        .put(digits)
                        .array();
        if (number.signum() > 0) {
            return positive;
        }
        byte[] negative = Arrays.copyOf(positive, positive.length + 1);
        for (int i = 1; i < positive.length; i++) {
            negative[i] = (byte) ~positive[i];
        }
        negative[0] = 0;
        negative[positive.length] = (byte) 0xFF;
        return negative;
    }
}
