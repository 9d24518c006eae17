package io.freshet.adapter.lucene;

import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an index lies: opens it, and sets it aside where it is damaged. Beside a directory `x` the
/// last damaged one is kept as `x.damaged`, for whoever wants to know why.
final class IndexHome {
    private static final long VERIFIED_BYTES_MAX = 256L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(IndexHome.class);

    private final Path directory;
    private final int dimensions;
    private final Words words;

    IndexHome(Path directory, int dimensions, Words words) {
        this.directory = directory;
        this.dimensions = dimensions;
        this.words = words;
    }

    int dimensions() {
        return dimensions;
    }

    Words words() {
        return words;
    }

    /// An open index and what its last commit holds.
    record Opened(Index index, Snapshot snapshot) {}

    /// Every byte is compared with its checksum where that takes a second at most.
    Opened open() {
        return open(bytes() <= VERIFIED_BYTES_MAX);
    }

    private long bytes() {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new Unavailable("index cannot be read; directory=" + directory, e);
        }
    }

    /// After a failed writer. What made it fail may be damage that only a merge met, so every byte
    /// is compared with its checksum before the index is trusted again.
    Opened reopen(Index failed) {
        try {
            failed.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("failed index did not close cleanly directory={}", directory, e);
        }
        return open(true);
    }

    private Opened open(boolean verified) {
        try {
            return opened(verified);
        } catch (LockObtainFailedException e) {
            throw new Unavailable("index is in use; directory=" + directory, e);
        } catch (IOException | RuntimeException damage) {
            LOG.warn(
                    "index is damaged: set aside, and begun anew from the ledger directory={}",
                    directory,
                    damage);
        }
        try {
            setAside();
            return opened(false);
        } catch (IOException e) {
            throw new Unavailable("index cannot be opened; directory=" + directory, e);
        }
    }

    private Opened opened(boolean verified) throws IOException {
        Index index = Index.open(directory, dimensions, words);
        Snapshot snapshot = null;
        boolean isSound = false;
        try {
            snapshot = index.committed();
            if (verified) {
                Index.verify(snapshot);
            }
            isSound = true;
            return new Opened(index, snapshot);
        } finally {
            if (!isSound) {
                letGo(index, snapshot);
            }
        }
    }

    private static void letGo(Index index, @Nullable Snapshot snapshot) {
        IOUtils.closeWhileHandlingException(
                snapshot == null ? null : snapshot.reader(), index::close);
    }

    /// Deletes the last damaged one.
    void dropAside() throws IOException {
        delete(aside());
    }

    private Path aside() {
        return directory.resolveSibling(directory.getFileName() + ".damaged");
    }

    private void setAside() throws IOException {
        Path damaged = aside();
        delete(damaged);
        if (Files.exists(directory)) {
            Files.move(directory, damaged, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException broken) throws IOException {
                        if (broken != null && !(broken instanceof NoSuchFileException)) {
                            throw broken;
                        }
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
