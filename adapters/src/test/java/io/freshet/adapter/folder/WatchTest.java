package io.freshet.adapter.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.spi.Source.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the operating system notices becomes a hint.
final class WatchTest {
    @TempDir private Path directory;
    private final BlockingQueue<Scope> hints = new LinkedBlockingQueue<>();
    private Folder folder;
    private FolderSource source;

    @BeforeEach
    void watches() throws IOException {
        folder = new Folder(Files.createDirectory(directory.resolve("docs")).toRealPath());
    }

    @AfterEach
    void closes() {
        if (source != null) {
            source.close();
        }
    }

    private void start(FolderSource watched) {
        source = watched;
        source.watch(hints::add);
        awaitAll();
    }

    private void awaitAll() {
        Scope hint = next();
        while (!hint.isAll()) {
            hint = next();
        }
    }

    private Scope next() {
        try {
            Scope hint = hints.poll(60, TimeUnit.SECONDS);
            assertThat(hint).as("a hint").isNotNull();
            return hint;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Until one says where the document lies.
    ///
    /// @return all hints on the way
    private List<Scope> await(String id) {
        List<Scope> seen = new ArrayList<>();
        do {
            seen.add(next());
        } while (!seen.getLast().holds(new DocumentId(id)));
        return seen;
    }

    /// Until each lies where some hint says: one may hold them all.
    private void awaitEach(String... ids) {
        List<DocumentId> left = new ArrayList<>();
        List.of(ids).forEach(id -> left.add(new DocumentId(id)));
        while (!left.isEmpty()) {
            left.removeIf(next()::holds);
        }
    }

    @Test
    @Tag("A19")
    void anAtomicSaveHintsTheFileAndNotItsTemporaryName() {
        folder.write("x.md", "old");
        start(folder.source());
        folder.shell("printf new > .x.tmp && mv .x.tmp x.md");
        assertThat(await("x.md"))
                .allSatisfy(hint -> assertThat(hint.prefixes()).containsOnly("x.md"));
    }

    @Test
    void aNewDirectoryIsHintedWithAllThatIsInIt() {
        start(folder.source());
        folder.write("a/b/c/d.md", "d");
        await("a/b/c/d.md");
        folder.write("a/b/c/e.md", "e");
        await("a/b/c/e.md");
        folder.rename("a", "z");
        await("z/b/c/e.md");
        folder.write("z/b/c/f.md", "f");
        await("z/b/c/f.md");
    }

    @Test
    void whatIsLeftOutIsNotWatched() {
        folder.write(".git/objects/a.md", "x");
        folder.write("node_modules/b/b.md", "x");
        folder.write("drafts/c.md", "x");
        start(folder.source(List.of(), List.of("drafts/")));
        folder.write(".git/objects/b.md", "x");
        folder.write("node_modules/b/c.md", "x");
        folder.write("drafts/d.md", "x");
        folder.write("last.md", "x");
        assertThat(await("last.md"))
                .allSatisfy(hint -> assertThat(hint.prefixes()).containsOnly("last.md"));
    }

    @Test
    void whatComesAndIsNoDocumentIsLookedAtToBeShownWithItsReason() {
        start(folder.source());
        folder.write("picture.png", "x");
        await("picture.png");
    }

    @Test
    @Tag("A12")
    void whatComesUnderANameThatIsNoTextIsLookedForInItsDirectory() {
        folder.write("a/b.md", "x");
        start(folder.source());
        folder.shell("printf x > \"$(printf 'a/bad\\377.md')\"");
        Scope hint = next();
        while (!hint.prefixes().contains("a/")) {
            hint = next();
        }
    }

    @Test
    void hintsHaveThePrefix() {
        start(folder.prefixed("manual/"));
        folder.write("a.md", "x");
        assertThat(await("manual/a.md").getLast().prefixes()).containsExactly("manual/a.md");
    }

    @Test
    void aFolderThatGoesAndComesIsWatchedAgain() {
        folder.write("a.md", "x");
        start(folder.source());
        folder.outside("mv docs away");
        awaitAll();
        folder.outside("mkdir docs");
        awaitAll();
        folder.write("b.md", "x");
        assertThat(await("b.md").getLast().prefixes()).containsExactly("b.md");
    }

    @Test
    void aFolderThatIsDeletedAndMadeAgainIsWatchedAgain() {
        for (int i = 0; i < 200; i++) {
            folder.write("a" + i + "/b.md", "x");
        }
        start(folder.source());
        folder.outside("rm -r docs");
        awaitAll();
        folder.write("b/c.md", "x");
        await("b/c.md");
        folder.write("b/d.md", "x");
        await("b/d.md");
    }

    /// It happens between two looks at the top, which on many file systems has the same inode then.
    @Test
    void aFolderThatIsMadeAgainBeforeAnybodyLooksIsWatchedAgain() {
        AtomicInteger opened = new AtomicInteger();
        FolderSettings settings = folder.settings();
        try (var watch =
                new FolderWatch(
                        settings,
                        () -> {
                            if (opened.incrementAndGet() == 2) {
                                folder.outside("rm -r docs; mkdir docs");
                            }
                            return tree(settings);
                        })) {
            watch.start(hints::add);
            awaitAll();
            folder.write("a.md", "x");
            awaitAll();
            folder.write("b.md", "x");
            await("b.md");
        }
    }

    private static Tree tree(FolderSettings settings) {
        Patterns patterns = new Patterns(settings.include(), settings.exclude());
        return new Tree(settings, patterns, Names.OF_THIS_JVM, new NameDecoder(), settings.root());
    }

    @Test
    void aFolderThatIsMadeLaterIsWatched() {
        folder.outside("rmdir docs");
        start(folder.source());
        folder.write("b.md", "x");
        await("b.md");
        folder.write("c.md", "x");
        await("c.md");
    }

    @Test
    @Tag("A21")
    void manyEventsAtOnceAreAHintForTheirDirectory() {
        folder.write("a/0.md", "x");
        start(folder.source());
        folder.shell("cd a; for i in $(seq 3000); do : > $i.md; done; mkdir new; : > new/in.md");
        awaitEach("a/3000.md", "a/new/in.md");
        awaitSilence();
        folder.write("a/new/later.md", "x");
        await("a/new/later.md");
    }

    /// What is written to a file that lies beside all others is told after all that came before. As
    /// long as that is too much to be told file by file, it is written again.
    private void awaitSilence() {
        Scope hint;
        do {
            folder.write("a/last.txt", "x");
            hint = next();
        } while (!hint.prefixes().contains("a/last.txt"));
    }

    @Test
    void hintsStayShort() {
        Hints some = new Hints();
        for (int i = 0; i < 1000; i++) {
            some.add("a/b/" + i + ".md");
        }
        assertThat(some.scope("p/")).contains(new Scope(List.of("p/a/b/")));
        for (int i = 0; i < 1000; i++) {
            some.add("a/" + i + "/b.md");
        }
        assertThat(some.scope("").orElseThrow().isAll()).isTrue();
        assertThat(new Hints().scope("")).isEmpty();
    }
}
