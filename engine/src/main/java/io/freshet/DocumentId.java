package io.freshet;

import java.nio.charset.StandardCharsets;

/// What a client calls a document: 1 to 1,024 bytes of UTF-8 without control characters, compared
/// byte for byte. Two spellings of one Unicode name are two ids.
public record DocumentId(String value) implements Comparable<DocumentId> {
    public static final int BYTES_MAX = 1024;

    public DocumentId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a document id has at least one character");
        }
        if (!Text.isWellFormed(value) || hasControl(value)) {
            throw new IllegalArgumentException(
                    "a document id holds no control character and no lone surrogate; id="
                            + Text.shown(value));
        }
        if (value.length() > BYTES_MAX / 3 && bytes(value).length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a document id has at most 1024 bytes of UTF-8; bytes=" + bytes(value).length);
        }
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /// The order of the ids' UTF-8 bytes, which is the order in which lists are given.
    @Override
    public int compareTo(DocumentId other) {
        return Text.compareUtf8(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
