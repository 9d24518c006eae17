package io.freshet.adapter.decoding;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What the first bytes give away, whatever name the bytes were sent under.
final class Signatures {
    private static final int LOOKED_AT = 512;
    private static final List<Signature> KNOWN =
            List.of(
                    text("%PDF-", UnreadKind.PDF),
                    text("{\\rtf", UnreadKind.RTF),
                    text("%!PS-", UnreadKind.POSTSCRIPT),
                    hex("d0cf11e0a1b11ae1", UnreadKind.OFFICE),
                    hex("504b0304", UnreadKind.ARCHIVE),
                    hex("504b0506", UnreadKind.ARCHIVE),
                    hex("1f8b08", UnreadKind.ARCHIVE),
                    hex("fd377a585a00", UnreadKind.ARCHIVE),
                    hex("377abcaf271c", UnreadKind.ARCHIVE),
                    hex("28b52ffd", UnreadKind.ARCHIVE),
                    hex("526172211a07", UnreadKind.ARCHIVE),
                    hex("89504e470d0a1a0a", UnreadKind.IMAGE),
                    hex("ffd8ff", UnreadKind.IMAGE),
                    text("GIF87a", UnreadKind.IMAGE),
                    text("GIF89a", UnreadKind.IMAGE),
                    hex("49492a00", UnreadKind.IMAGE),
                    hex("4d4d002a", UnreadKind.IMAGE),
                    hex("7f454c46", UnreadKind.PROGRAM),
                    hex("cafebabe0000", UnreadKind.PROGRAM),
                    hex("0061736d01", UnreadKind.PROGRAM),
                    hex("53514c69746520666f726d6174203300", UnreadKind.DATABASE));

    private Signatures() {}

    private record Signature(byte[] bytes, UnreadKind kind) {}

    private static Signature text(String start, UnreadKind kind) {
        return new Signature(start.getBytes(StandardCharsets.US_ASCII), kind);
    }

    private static Signature hex(String start, UnreadKind kind) {
        return new Signature(HexFormat.of().parseHex(start), kind);
    }

    static Optional<UnreadKind> of(byte[] bytes) {
        int start = start(bytes);
        return KNOWN.stream()
                .filter(signature -> startsWith(bytes, start, signature.bytes()))
                .map(Signature::kind)
                .map(kind -> kind == UnreadKind.ARCHIVE ? inside(bytes) : kind)
                .findFirst();
    }

    /// Behind a mark and white space, which some writers put before a PDF.
    private static int start(byte[] bytes) {
        int at = startsWith(bytes, 0, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}) ? 3 : 0;
        while (at < Math.min(bytes.length, LOOKED_AT) && " \t\r\n".indexOf(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }

    /// Several kinds of document are ZIP files: their first entries have names of their own.
    private static UnreadKind inside(byte[] bytes) {
        int length = Math.min(bytes.length, LOOKED_AT);
        String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (head.contains("application/epub+zip") || head.contains("META-INF/container.xml")) {
            return UnreadKind.EPUB;
        }
        if (head.contains("application/vnd.oasis.opendocument")) {
            return UnreadKind.OPEN_DOCUMENT;
        }
        boolean office = head.contains("[Content_Types].xml") || head.contains("docProps/");
        return office ? UnreadKind.OFFICE : UnreadKind.ARCHIVE;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] start) {
        if (bytes.length - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
