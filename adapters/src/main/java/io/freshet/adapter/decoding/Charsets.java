package io.freshet.adapter.decoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the charset of bytes and decodes them: a byte order mark is believed, then what is
/// declared, then UTF-8, then what a detector is sure of. Each must fit to the last byte; so a
/// declaration that lies falls through to the next.
///
/// Implementation note. Almost any bytes are a text in a charset of single bytes. Where one is
/// declared and the bytes are UTF-8 all the same, with characters beyond ASCII, they are UTF-8:
/// that they are by chance is next to impossible, and pages whose server declares its default are
/// many.
///
/// @param declared beside the bytes
/// @param isMarkup whether the text itself may declare its charset
record Charsets(byte[] bytes, Optional<String> declared, boolean isMarkup) {
    /// Nothing where no charset is sure enough.
    Optional<String> decoded() {
        Optional<ByteOrderMark> mark = ByteOrderMark.of(bytes);
        if (mark.isPresent()) {
            return strict(mark.get().charset(), mark.get().length());
        }
        return fromDeclaration()
                .or(this::fromEscapes)
                .or(() -> strict(StandardCharsets.UTF_8))
                .or(this::fromZeros)
                .or(this::fromDetector);
    }

    private Optional<String> fromDeclaration() {
        List<Charset> charsets = new ArrayList<>();
        declared.flatMap(CharsetNames::of).ifPresent(charsets::add);
        if (isMarkup) {
            Declarations.in(bytes).stream()
                    .flatMap(name -> CharsetNames.of(name).stream())
                    // What can be read as ASCII is not in a charset that has no bytes of ASCII.
                    .filter(charset -> !CharsetNames.isWide(charset))
                    .forEach(charsets::add);
        }
        for (Charset charset : charsets) {
            Optional<String> text = declaredAs(charset);
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    private Optional<String> declaredAs(Charset charset) {
        Optional<String> text = strict(charset);
        if (text.isPresent() && CharsetNames.isSingleByte(charset) && !isAscii()) {
            return strict(StandardCharsets.UTF_8).or(() -> text);
        }
        return text;
    }

    private boolean isAscii() {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /// ISO-2022-JP is ASCII by its bytes, but for the escapes that begin other characters.
    private Optional<String> fromEscapes() {
        boolean escapes = false;
        for (int at = 0; at + 2 < bytes.length && !escapes; at++) {
            escapes =
                    bytes[at] == 0x1B
                            && bytes[at + 1] == '$'
                            && (bytes[at + 2] == 'B' || bytes[at + 2] == '@');
        }
        return escapes ? CharsetNames.of("ISO-2022-JP").flatMap(this::strict) : Optional.empty();
    }

    /// UTF-16 without a mark has a zero in nearly every second place, if its text is Latin.
    private Optional<String> fromZeros() {
        int[] zeros = new int[2];
        for (int at = 0; at < bytes.length; at++) {
            zeros[at & 1] += bytes[at] == 0 ? 1 : 0;
        }
        int half = bytes.length / 2;
        if (zeros[1] * 10L > half * 7L && zeros[0] * 20L < half) {
            return strict(StandardCharsets.UTF_16LE);
        }
        return zeros[0] * 10L > half * 7L && zeros[1] * 20L < half
                ? strict(StandardCharsets.UTF_16BE)
                : Optional.empty();
    }

    private Optional<String> fromDetector() {
        return Detector.charset(bytes, isMarkup)
                .flatMap(
                        charset ->
                                strict(charset)
                                        .filter(
                                                text ->
                                                        !CharsetNames.isSingleByte(charset)
                                                                || Plausible.is(text)));
    }

    private Optional<String> strict(Charset charset) {
        return strict(charset, 0);
    }

    private Optional<String> strict(Charset charset, int from) {
        try {
            String text =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                            .toString();
            return Controls.areFew(text) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// The mark that some texts begin with.
    private record ByteOrderMark(Charset charset, int length) {
        static Optional<ByteOrderMark> of(byte[] bytes) {
            if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
                return Optional.of(new ByteOrderMark(StandardCharsets.UTF_8, 3));
            }
            if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
                return Optional.of(new ByteOrderMark(StandardCharsets.UTF_32LE, 4));
            }
            if (starts(bytes, 0, 0, 0xFE, 0xFF)) {
                return Optional.of(new ByteOrderMark(StandardCharsets.UTF_32BE, 4));
            }
            if (starts(bytes, 0xFF, 0xFE)) {
                return Optional.of(new ByteOrderMark(StandardCharsets.UTF_16LE, 2));
            }
            return starts(bytes, 0xFE, 0xFF)
                    ? Optional.of(new ByteOrderMark(StandardCharsets.UTF_16BE, 2))
                    : Optional.empty();
        }

        private static boolean starts(byte[] bytes, int... mark) {
            if (bytes.length < mark.length) {
                return false;
            }
            for (int i = 0; i < mark.length; i++) {
                if ((bytes[i] & 0xFF) != mark[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
