package io.freshet.adapter.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.Placement;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// A document's placements as one blob: a format byte, the distinct paths of headings, the
/// placements with the number of their path, and a CRC-32 of it all. Numbers are in groups of seven
/// bits, lowest first; texts are UTF-8 behind their length.
final class PlacementBytes {
    private static final int FORMAT = 1;
    private static final int CRC_BYTES = 4;

    private PlacementBytes() {}

    static byte[] write(List<Placement> placements) {
        Map<List<String>, Integer> paths = new LinkedHashMap<>();
        placements.forEach(placement -> paths.putIfAbsent(placement.headings(), paths.size()));
        var out = new ByteArrayOutputStream(16 + 48 * placements.size());
        out.write(FORMAT);
        number(out, paths.size());
        for (List<String> path : paths.keySet()) {
            number(out, path.size());
            path.forEach(heading -> text(out, heading));
        }
        number(out, placements.size());
        for (Placement placement : placements) {
            text(out, placement.hash());
            number(out, placement.start());
            number(out, placement.end());
            number(out, placement.tokens());
            number(out, paths.getOrDefault(placement.headings(), 0));
        }
        int crc = crc(out.toByteArray(), out.size());
        out.writeBytes(ByteBuffer.allocate(CRC_BYTES).putInt(crc).array());
        return out.toByteArray();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F || rest < 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    /// @throws IllegalArgumentException where the bytes are damaged
    static List<Placement> read(byte[] bytes) {
        int length = bytes.length - CRC_BYTES;
        if (length < 1 || ByteBuffer.wrap(bytes).getInt(length) != crc(bytes, length)) {
            throw new IllegalArgumentException("placements fail their check");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        try {
            if (in.get() != FORMAT) {
                throw new IllegalArgumentException("placements are of an unknown format");
            }
            return placements(in, paths(in));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("placements are cut off", e);
        }
    }

    private static List<List<String>> paths(ByteBuffer in) {
        int count = number(in);
        List<List<String>> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int depth = number(in);
            List<String> path = new ArrayList<>();
            for (int j = 0; j < depth; j++) {
                path.add(text(in));
            }
            paths.add(path);
        }
        return paths;
    }

    private static List<Placement> placements(ByteBuffer in, List<List<String>> paths) {
        int count = number(in);
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            placements.add(
                    new Placement(
                            text(in), number(in), number(in), number(in), paths.get(number(in))));
        }
        return placements;
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte group = in.get();
            value |= (group & 0x7F) << shift;
            if (group >= 0) {
                return value;
            }
        }
    }

    private static String text(ByteBuffer in) {
        int length = number(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, UTF_8);
    }
}
