package io.freshet.library.backup;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.engine.Engine;
import io.freshet.library.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Copies of collections of a running server, on their way into a [BackupFile]. The copies lie in
/// the data directory until they are sent, so they need room there. Confined to one thread.
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    private final Path work;
    private final Instant created;
    private final List<CollectionName> collections = new ArrayList<>();

    private Backup(Path work, Instant created) {
        this.work = work;
        this.created = created;
    }

    /// Copies the collections, one after the other, while they go on. One that is removed meanwhile
    /// is left out.
    ///
    /// @param data the data directory
    public static Backup of(Engine engine, List<CollectionName> names, Path data, Instant now)
            throws InterruptedException {
        Backup backup = new Backup(room(data), now);
        boolean isWhole = false;
        try {
            for (CollectionName name : names) {
                backup.copy(engine, name, data);
            }
            isWhole = true;
            return backup;
        } catch (IOException e) {
            throw new Unavailable("backup cannot be written", e);
        } finally {
            if (!isWhole) {
                backup.drop();
            }
        }
    }

    private static Path room(Path data) {
        try {
            Path all = Files.createDirectories(data.resolve("backup"));
            return Files.createTempDirectory(all, "");
        } catch (IOException e) {
            throw new Unavailable("backup cannot be written", e);
        }
    }

    private void copy(Engine engine, CollectionName name, Path data)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(work.resolve(name.value()));
        if (!engine.upkeep().copy(name, home)) {
            return;
        }
        Path settings =
                data.resolve("collections").resolve(name.value()).resolve(BackupFile.SETTINGS);
        if (Files.exists(settings)) {
            Files.copy(settings, home.resolve(BackupFile.SETTINGS));
        }
        collections.add(name);
    }

    /// Writes the file and deletes the copies.
    public void writeTo(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            ObjectNode manifest =
                    StrictJson.object()
                            .put("format", BackupFile.FORMAT)
                            .put("created", created.toString());
            ArrayNode names = manifest.putArray("collections");
            ArrayNode parts = manifest.putArray("parts");
            for (CollectionName name : collections) {
                names.addObject().put("name", name.value());
                for (String file : BackupFile.DATABASES) {
                    write(zip, name, file, parts);
                }
                write(zip, name, BackupFile.SETTINGS, parts);
            }
            zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
            zip.write(StrictJson.bytes(manifest));
            zip.closeEntry();
        } finally {
            drop();
        }
    }

    private void write(ZipOutputStream zip, CollectionName collection, String file, ArrayNode parts)
            throws IOException {
        Path from = work.resolve(collection.value()).resolve(file);
        if (!Files.exists(from)) {
            return;
        }
        String name = "collections/" + collection + "/" + file;
        zip.putNextEntry(new ZipEntry(name));
        DigestOutputStream digested = new DigestOutputStream(zip, Digests.sha256());
        long bytes;
        try (InputStream in = Files.newInputStream(from)) {
            bytes = in.transferTo(digested);
        }
        zip.closeEntry();
        Files.delete(from);
        parts.addObject()
                .put("name", name)
                .put("bytes", bytes)
                .put("sha256", HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    }

    /// What cannot be deleted now is deleted at the next start.
    private void drop() {
        try (Stream<Path> all = Files.walk(work)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("copies of a backup are not deleted yet path={}", work, e);
        }
    }
}
