package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a removal leaves behind, wherever it is broken off.
final class HomesTest {
    private static final CollectionName DOCS = new CollectionName("docs");

    @TempDir Path data;
    private Homes homes;

    @BeforeEach
    void fill() throws IOException {
        homes = new Homes(data);
        Files.writeString(homes.of(DOCS).resolve("ledger.db"), "rows");
        Files.createDirectories(homes.of(DOCS).resolve("lucene"));
        Files.writeString(homes.of(DOCS).resolve("lucene/segment"), "words");
        homes.write(DOCS, "{}");
    }

    @Test
    void aRemovedCollectionLeavesItsNumber() {
        assertThat(homes.lastVersion(DOCS)).isZero();
        homes.remove(DOCS, 17);
        assertGone();
        assertThat(homes.lastVersion(new CollectionName("other"))).isZero();
    }

    private void assertGone() {
        assertThat(homes.existing()).isEmpty();
        assertThat(homes.lastVersion(DOCS)).isEqualTo(17);
        assertThat(homes.read(DOCS)).isEmpty();
        assertThat(data.resolve("collections")).isEmptyDirectory();
        assertThat(data.resolve("removed").toFile().list()).containsExactly("docs");
    }

    @Test
    void beforeTheMarkNothingHasHappened() throws IOException {
        Files.writeString(homes.of(DOCS).resolve("removed.new"), "17");
        assertThat(homes.existing()).containsExactly(DOCS);
        assertThat(homes.lastVersion(DOCS)).isZero();
    }

    @Test
    void behindTheMarkTheNextStartEndsIt() throws IOException {
        Files.writeString(homes.of(DOCS).resolve("removed"), "17");
        assertGone();
    }

    @Test
    void behindTheNumberTheNextStartEndsIt() throws IOException {
        Files.writeString(homes.of(DOCS).resolve("removed"), "17");
        Files.createDirectories(data.resolve("removed"));
        Files.writeString(data.resolve("removed/docs"), "17");
        assertGone();
    }

    @Test
    void whatWasMovedAsideIsDeletedByTheNextStart() throws IOException {
        Files.createDirectories(data.resolve("removed"));
        Files.writeString(data.resolve("removed/docs"), "17");
        Files.move(data.resolve("collections/docs"), data.resolve("removed/docs.0"));
        assertGone();
    }

    @Test
    void whoeverComesBeforeTheEndOfARemovalEndsIt() throws IOException {
        Files.writeString(data.resolve("collections/docs/removed"), "17");
        assertThat(homes.of(DOCS)).isEmptyDirectory();
        assertThat(homes.lastVersion(DOCS)).isEqualTo(17);
    }

    @Test
    void oneThatWasMadeAgainStays() throws IOException {
        homes.remove(DOCS, 17);
        Files.writeString(homes.of(DOCS).resolve("ledger.db"), "rows");
        assertThat(homes.existing()).containsExactly(DOCS);
        assertThat(homes.of(DOCS).resolve("ledger.db")).exists();
        homes.remove(DOCS, 21);
        assertThat(homes.lastVersion(DOCS)).isEqualTo(21);
    }

    @Test
    void theNumberNeverFalls() {
        homes.remove(DOCS, 17);
        homes.remove(DOCS, 3);
        assertThat(homes.lastVersion(DOCS)).isEqualTo(17);
    }
}
