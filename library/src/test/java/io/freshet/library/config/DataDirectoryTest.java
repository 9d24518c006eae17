package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir private Path directory;

    @Test
    void oneServerHasItAtATime() {
        Path path = directory.resolve("a/b");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first.path()).isDirectory();
            assertThatIllegalStateException()
                    .isThrownBy(() -> DataDirectory.open(path))
                    .withMessageContaining("in use by another Freshet server");
        }
        DataDirectory.open(path).close();
    }

    @Test
    void aFileInItsPlaceIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatIllegalStateException()
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageContaining("cannot be used");
    }
}
