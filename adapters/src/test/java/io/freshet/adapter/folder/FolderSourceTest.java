package io.freshet.adapter.folder;

import io.freshet.contract.SourceContract;
import io.freshet.spi.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceTest extends SourceContract {
    @TempDir private Path directory;

    private Folder folder() {
        return new Folder(directory.resolve("docs"));
    }

    @Override
    protected Source open() {
        try {
            Files.createDirectories(folder().root());
            return folder().source();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void write(String id, String text) {
        folder().remove(id);
        folder().write(id, text);
    }

    @Override
    protected void delete(String id) {
        folder().remove(id);
    }

    @Override
    protected void rename(String from, String to) {
        folder().rename(from, to);
    }

    @Override
    protected boolean makeUnreadable(String id) {
        Path file = folder().root().resolve(id);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            return !Files.isReadable(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void removeRoot() {
        folder().outside("rm -rf docs");
    }
}
