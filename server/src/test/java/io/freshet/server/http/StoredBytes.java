package io.freshet.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks for bytes in the files of a data directory.
final class StoredBytes {
    private static final int BYTES_MIN = 8;
    private static final int LOOKS_MAX = 100;

    private final Map<String, byte[]> needles = new TreeMap<>();

    /// A text as it is.
    StoredBytes text(String text) {
        return bytes("text " + text, text.getBytes(StandardCharsets.UTF_8));
    }

    private StoredBytes bytes(String name, byte[] bytes) {
        if (bytes.length < BYTES_MIN) {
            throw new IllegalArgumentException("too short to be told from chance: " + name);
        }
        needles.put(name, bytes);
        return this;
    }

    /// What a query finds in a database, such as a compressed text.
    StoredBytes found(Path database, String sql) {
        for (byte[] stored : rows(database, sql)) {
            bytes(database.getFileName() + " " + needles.size(), stored);
        }
        return this;
    }

    private static List<String> strings(Path database, String sql) {
        return rows(database, sql).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static List<byte[]> rows(Path database, String sql) {
        List<byte[]> found = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getBytes(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("nothing is found by " + sql);
        }
        return found;
    }

    /// The vectors of chunks, as the vectors and as the index store them.
    ///
    /// @param hashes a query that finds the chunks' hashes in the ledger
    StoredBytes vectors(Path ledger, String hashes, Path vectors) {
        String quoted =
                strings(ledger, hashes).stream()
                        .map(hash -> "'" + hash + "'")
                        .collect(Collectors.joining(","));
        String sql = "SELECT floats FROM vectors WHERE hash IN (" + quoted + ")";
        for (byte[] stored : rows(vectors, sql)) {
            String name = "vector " + needles.size();
            bytes(name, stored);
            bytes("unit " + name, floats(unit(stored)));
        }
        return this;
    }

    private static float[] unit(byte[] stored) {
        float[] values = new float[stored.length / Float.BYTES];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return values;
    }

    private static byte[] floats(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    /// Those that stand in no file.
    List<String> missing(Path directory) {
        List<String> missing = new ArrayList<>(needles.keySet());
        missing.removeAll(new TreeSet<>(places(directory).values()));
        return missing;
    }

    /// Those that do, by file. Where a merge of the index takes a file away meanwhile, what was in
    /// it may stand in one that was not listed yet: all are looked at again.
    Map<String, String> places(Path directory) {
        for (int looks = 1; ; looks++) {
            try {
                return look(directory);
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException) || looks == LOOKS_MAX) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> look(Path directory) {
        Map<String, String> places = new TreeMap<>();
        for (Path file : files(directory)) {
            byte[] content = read(file);
            needles.forEach(
                    (name, needle) -> {
                        if (contains(content, needle)) {
                            places.put(directory.relativize(file) + ": " + name, name);
                        }
                    });
        }
        return places;
    }

    private static Collection<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(byte[] content, byte[] needle) {
        for (int at = 0; at <= content.length - needle.length; at++) {
            int i = 0;
            while (i < needle.length && content[at + i] == needle[i]) {
                i++;
            }
            if (i == needle.length) {
                return true;
            }
        }
        return false;
    }
}
