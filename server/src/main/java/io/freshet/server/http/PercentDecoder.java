package io.freshet.server.http;

import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoding, undone once and strictly.
final class PercentDecoder {
    private PercentDecoder() {}

    /// Refuses a path before anything else tries to decode it.
    static void requireWellFormed(String rawPath) {
        decode(rawPath, ProblemCode.INVALID_PATH);
    }

    /// A part of a path: a plus is a plus.
    static String path(String raw) {
        return decode(raw, ProblemCode.INVALID_PATH);
    }

    /// A part of a query: a plus is a space, as forms and every URL library write it.
    static String query(String raw) {
        return decode(raw.replace('+', ' '), ProblemCode.INVALID_PARAMETER);
    }

    private static String decode(String raw, ProblemCode code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(octet(raw, i, code));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw ProblemException.of(
                        code, "characters beyond ASCII are percent-encoded as UTF-8");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.of(code, "the percent-encoded bytes are not UTF-8");
        }
    }

    private static int octet(String raw, int at, ProblemCode code) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw ProblemException.of(
                    code, "a percent sign is followed by two hexadecimal digits; write %25 for it");
        }
        return high << 4 | low;
    }
}
