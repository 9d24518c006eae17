package io.freshet.library.backup;

import io.freshet.CollectionName;
import io.freshet.library.json.NotJsonException;
import io.freshet.library.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A backup: a zip file of parts, closed by `manifest.json`, which says what they are.
///
///     collections/NAME/journal.db, ledger.db, vectors.db, settings.json
///     manifest.json      {"format": 1, "created": …, "collections": [{"name"}],
///                         "parts": [{"name", "bytes", "sha256"}]}
///
/// Nothing in it is believed: a part that is not what the manifest says is named.
public final class BackupFile implements AutoCloseable {
    static final int FORMAT = 1;
    static final String MANIFEST = "manifest.json";
    static final List<String> DATABASES = List.of("journal.db", "ledger.db", "vectors.db");
    static final String SETTINGS = "settings.json";

    private static final int MANIFEST_BYTES_MAX = 16 << 20;
    private static final Pattern PART =
            Pattern.compile(
                    "collections/([^/]+)/(journal\\.db|ledger\\.db|vectors\\.db|settings\\.json)");

    private final ZipFile zip;
    private final List<CollectionName> collections;
    private final List<Part> parts;

    private BackupFile(ZipFile zip, List<CollectionName> collections, List<Part> parts) {
        this.zip = zip;
        this.collections = List.copyOf(collections);
        this.parts = List.copyOf(parts);
    }

    /// @param sha256 in hexadecimal digits
    record Part(String name, CollectionName collection, String file, long bytes, String sha256) {
        static Part read(JsonNode node) {
            String name = node.path("name").asString("");
            var matcher = PART.matcher(name);
            if (!matcher.matches()) {
                throw new BadBackupException("its manifest names a part that is none: " + name);
            }
            try {
                return new Part(
                        name,
                        new CollectionName(matcher.group(1)),
                        matcher.group(2),
                        node.path("bytes").asLong(-1),
                        node.path("sha256").asString(""));
            } catch (IllegalArgumentException e) {
                throw new BadBackupException("its manifest names a part that is none: " + name, e);
            }
        }
    }

    /// @throws BadBackupException where it is no backup, is cut off, or of a newer Freshet
    public static BackupFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadBackupException("there is no file " + file);
        }
        ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            BackupFile backup = read(zip);
            zip = null;
            return backup;
        } catch (IOException | NotJsonException e) {
            throw new BadBackupException("it is no backup, or is cut off", e);
        } finally {
            closeQuietly(zip);
        }
    }

    private static void closeQuietly(@Nullable ZipFile zip) {
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new BadBackupException("it cannot be read", e);
            }
        }
    }

    private static BackupFile read(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw new BadBackupException("it has no " + MANIFEST);
        }
        JsonNode manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            manifest = StrictJson.read(in.readNBytes(MANIFEST_BYTES_MAX));
        }
        int format = manifest.path("format").asInt(0);
        if (format < 1 || format > FORMAT) {
            throw new BadBackupException(
                    "it is of format " + format + ", and this Freshet reads up to " + FORMAT);
        }
        List<Part> parts = new ArrayList<>();
        manifest.path("parts").forEach(part -> parts.add(Part.read(part)));
        List<CollectionName> names = parts.stream().map(Part::collection).distinct().toList();
        for (CollectionName name : names) {
            for (String database : DATABASES) {
                if (parts.stream()
                        .noneMatch(p -> p.collection.equals(name) && p.file.equals(database))) {
                    throw new BadBackupException(
                            "collections/" + name + "/" + database + " is missing");
                }
            }
        }
        return new BackupFile(zip, names, parts);
    }

    public List<CollectionName> collections() {
        return collections;
    }

    /// Of the file's parts, unpacked.
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /// Reads every byte.
    ///
    /// @throws BadBackupException which names the part that is not what was written
    public void verify() {
        parts.forEach(part -> copy(part, OutputStream.nullOutputStream()));
    }

    /// Writes a collection's files into a directory.
    ///
    /// @throws BadBackupException as [#verify]
    void unpack(CollectionName collection, Path directory) throws IOException {
        for (Part part : parts) {
            if (part.collection.equals(collection)) {
                try (OutputStream out = Files.newOutputStream(directory.resolve(part.file))) {
                    copy(part, out);
                }
            }
        }
    }

    private void copy(Part part, OutputStream to) {
        ZipEntry entry = zip.getEntry(part.name);
        if (entry == null) {
            throw new BadBackupException(part.name + " is missing");
        }
        DigestOutputStream digested = new DigestOutputStream(to, Digests.sha256());
        long bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.transferTo(digested);
        } catch (IOException e) {
            throw new BadBackupException(
                    part.name + " cannot be read or written: " + e.getMessage(), e);
        }
        String digest = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        if (bytes != part.bytes || !digest.equals(part.sha256)) {
            throw new BadBackupException(part.name + " is not what was written into it");
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }
}
