package io.freshet.library.export;

import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.library.json.NotJsonException;
import io.freshet.library.json.StrictJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads an export line by line, and believes nothing of it: where it was cut off or changed is
/// said at its end at the latest, so whoever acts on it reads it twice. Confined to one thread.
public final class ExportReader {
    private static final int LINE_BYTES_MAX = 128 << 20;

    private final MessageDigest digest = Text.sha256();
    private final Taking taking;
    private long line;
    private long documents;
    private long chunks;
    private long vectors;
    private int dimensions;
    private String lastLine = "nothing";

    private ExportReader(Taking taking) {
        this.taking = taking;
    }

    /// What is done with the lines, in order.
    public interface Taking {
        void take(ExportLine line) throws InterruptedException;
    }

    /// Reads a file to its end.
    ///
    /// @return its last line
    /// @throws BadExportException where it is damaged
    public static ExportLine.Footer read(Path file, Taking taking)
            throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new ExportReader(taking).read(in);
        }
    }

    private ExportLine.Footer read(InputStream in) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Optional<ExportLine.Footer> end = Optional.empty();
        for (byte[] next = next(in, bytes); next.length > 0; next = next(in, bytes)) {
            line++;
            if (end.isPresent()) {
                throw new BadExportException(line, "something stands behind the footer");
            }
            ExportLine read = line(next);
            taking.take(read);
            if (read instanceof ExportLine.Footer footer) {
                end = Optional.of(footer);
            }
        }
        return end.orElseThrow(
                () ->
                        new BadExportException(
                                "it has no footer: it was cut off after line "
                                        + line
                                        + " ("
                                        + lastLine
                                        + "); export it again"));
    }

    /// The next line with its end; empty at the end of the file.
    private static byte[] next(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        bytes.reset();
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes.write(next);
            if (next == '\n') {
                break;
            }
            if (bytes.size() > LINE_BYTES_MAX) {
                throw new BadExportException("a line has more than " + LINE_BYTES_MAX + " bytes");
            }
        }
        return bytes.toByteArray();
    }

    private ExportLine line(byte[] bytes) {
        JsonNode tree = tree(bytes);
        String type = tree.path("type").asString("");
        if (line == 1 && !type.equals("header")) {
            throw new BadExportException("it is no export of Freshet: it begins with no header");
        }
        if (type.equals("footer")) {
            return footer(tree);
        }
        digest.update(bytes);
        return switch (type) {
            case "header" -> header(tree);
            case "document" -> document(tree);
            case "chunk" -> chunk(tree);
            default -> throw new BadExportException(line, "no line of an export; type=" + type);
        };
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return StrictJson.read(bytes);
        } catch (NotJsonException e) {
            throw new BadExportException(
                    line,
                    bytes[bytes.length - 1] == '\n'
                            ? "it is not JSON: " + e.getMessage()
                            : "it breaks off: the file was cut; export it again");
        }
    }

    private ExportLine.Header header(JsonNode tree) {
        String format = tree.path("format").asString("");
        if (line != 1 || !format.equals(Export.FORMAT)) {
            throw new BadExportException(
                    line, "expected a header of the format " + Export.FORMAT + "; it is " + format);
        }
        JsonNode space = tree.path("space");
        dimensions = space.path("dimensions").asInt(0);
        return new ExportLine.Header(
                tree.path("collection").asString(""),
                tree.path("index_version").asLong(0),
                space.path("fingerprint").asString(""),
                space.path("model").asString(""),
                dimensions);
    }

    private ExportLine.Document document(JsonNode tree) {
        documents++;
        try {
            String id = tree.path("document_id").asString("");
            lastLine = "document " + Text.shown(id);
            return new ExportLine.Document(
                    new DocumentId(id),
                    new Content(
                            format(tree.path("media_type").asString("")),
                            tree.path("text").asString("")),
                    Metadata.of(StrictJson.plainObject(tree.path("given"))));
        } catch (IllegalArgumentException e) {
            throw new BadExportException(line, "" + e.getMessage());
        }
    }

    private static Format format(String mediaType) {
        return Arrays.stream(Format.values())
                .filter(format -> format.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("an unknown media_type: " + mediaType));
    }

    private ExportLine.Piece chunk(JsonNode tree) {
        chunks++;
        if (documents == 0) {
            throw new BadExportException(line, "a chunk of no document");
        }
        JsonNode vector = tree.path("vector");
        vectors += vector.isString() ? 1 : 0;
        return new ExportLine.Piece(
                tree.path("chunk_id").asString(""),
                vector.isString() ? Optional.of(vector(vector.stringValue())) : Optional.empty());
    }

    /// Checked like an embedder's answer: of the right width, finite, not zero.
    private Vector vector(String encoded) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (bytes.length != Float.BYTES * dimensions) {
                throw new IllegalArgumentException(
                        "the vector has %d dimensions and the header says %d"
                                .formatted(bytes.length / Float.BYTES, dimensions));
            }
            float[] values = new float[dimensions];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return new Vector(values);
        } catch (IllegalArgumentException e) {
            throw new BadExportException(line, "" + e.getMessage());
        }
    }

    private ExportLine.Footer footer(JsonNode tree) {
        String is = HexFormat.of().formatHex(digest.digest());
        if (!tree.path("sha256").asString("").equals(is)) {
            throw new BadExportException(
                    "it was changed since it was written: its lines do not fit the sha256 of its"
                            + " footer; export it again");
        }
        var footer = new ExportLine.Footer(documents, chunks, vectors);
        boolean isCounted =
                tree.path("documents").asLong(-1) == documents
                        && tree.path("chunks").asLong(-1) == chunks
                        && tree.path("vectors").asLong(-1) == vectors;
        if (!isCounted) {
            throw new BadExportException(line, "the footer does not count what is there");
        }
        return footer;
    }
}
