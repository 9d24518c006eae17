package io.freshet.adapter.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Source.Fetched;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of a folder is a document.
final class ListingTest {
    @TempDir private Path directory;
    private Folder folder;

    @BeforeEach
    void makesTheFolder() throws IOException {
        folder = new Folder(Files.createDirectory(directory.resolve("docs")).toRealPath());
    }

    private Map<String, String> skipped(FolderSource source) {
        return Folder.reasons(source.list(Scope.ALL).skipped());
    }

    @Test
    void whatIsNoDocumentIsSkippedWithItsReason() {
        folder.write("a.md", "a");
        folder.write(".hidden.md", "x");
        folder.write(".git/HEAD", "x");
        folder.write("web/node_modules/x/README.md", "x");
        folder.write("lib/pom.xml", "x");
        folder.write("lib/target/site/a.md", "x");
        folder.write("logo.png", "x");
        folder.write("a.md~", "x");
        folder.write("#b.md#", "x");
        folder.write("long.md", "x".repeat(2000));
        folder.shell("mkfifo pipe.md");
        var small =
                new FolderSettings(
                        "folder",
                        folder.root(),
                        "",
                        List.of(),
                        List.of(),
                        false,
                        Folder.PACE,
                        1024);
        FolderSource source = Folder.source(small);
        assertThat(Folder.ids(source, "")).containsExactly("a.md");
        assertThat(skipped(source))
                .containsEntry(".hidden.md", "hidden")
                .containsEntry(".git/", "hidden")
                .containsEntry("web/node_modules/", "installed packages")
                .containsEntry("lib/target/", "made by a build, as pom.xml beside it says")
                .containsEntry("lib/pom.xml", "files of this type are not read")
                .containsEntry("logo.png", "files of this type are not read")
                .containsEntry("a.md~", "an editor's temporary file")
                .containsEntry("#b.md#", "an editor's temporary file")
                .containsEntry("long.md", "larger than 1 KiB (limits.sizes.document)")
                .containsEntry("pipe.md", "neither a file nor a directory")
                .hasSize(10);
    }

    @Test
    void aDirectoryThatIsOnlyCalledLikeABuildsIsTaken() {
        folder.write("target/a.md", "a");
        folder.write("guide/build/b.md", "b");
        folder.write("out/c.md", "c");
        assertThat(Folder.ids(folder.source(), ""))
                .containsExactly("guide/build/b.md", "out/c.md", "target/a.md");
    }

    @Test
    void patternsSayWhatIsTaken() {
        folder.write("a.md", "a");
        folder.write("b.txt", "b");
        folder.write("drafts/c.md", "c");
        folder.write("guide/drafts/d.md", "d");
        folder.write("guide/e.md", "e");
        FolderSource source = folder.source(List.of("**/*.md"), List.of("drafts/"));
        assertThat(Folder.ids(source, "")).containsExactly("a.md", "guide/e.md");
        assertThat(skipped(source))
                .containsEntry("b.txt", "matches no pattern of include")
                .containsEntry("drafts/", "excluded by drafts/")
                .containsEntry("guide/drafts/", "excluded by drafts/")
                .hasSize(3);
    }

    @Test
    void aHiddenNameIsTakenWhereAPatternNamesIt() {
        folder.write(".github/CONTRIBUTING.md", "a");
        folder.write(".github/.secret.md", "b");
        folder.write(".git/x.md", "c");
        folder.write("d.md", "d");
        assertThat(Folder.ids(folder.source(List.of("**", ".github/**"), List.of()), ""))
                .containsExactly(".github/CONTRIBUTING.md", "d.md");
        assertThat(Folder.ids(folder.source(List.of("**/*.md"), List.of()), ""))
                .containsExactly("d.md");
    }

    @Test
    void idsBeginWithThePrefix() {
        folder.write("a/b.md", "b");
        folder.write("c.md", "c");
        FolderSource source = folder.prefixed("manual/");
        assertThat(Folder.ids(source, "")).containsExactly("manual/a/b.md", "manual/c.md");
        assertThat(Folder.ids(source, "man")).hasSize(2);
        assertThat(Folder.ids(source, "manual/a")).containsExactly("manual/a/b.md");
        assertThat(Folder.ids(source, "other")).isEmpty();
        assertThat(Folder.text(source, "manual/a/b.md")).isEqualTo("b");
        assertThat(source.fetch(new DocumentId("a/b.md"))).isInstanceOf(Fetched.Gone.class);
    }

    @Test
    void aScopeIsTheBeginningOfIds() {
        List.of("a.md", "a.md.txt", "ab/c.md", "abc/d.md", "b/a.md")
                .forEach(path -> folder.write(path, path));
        FolderSource source = folder.source();
        assertThat(Folder.ids(source, "a.md")).containsExactly("a.md", "a.md.txt");
        assertThat(Folder.ids(source, "ab")).containsExactly("ab/c.md", "abc/d.md");
        assertThat(Folder.ids(source, "ab/")).containsExactly("ab/c.md");
        assertThat(Folder.ids(source, "a.md/x", "nothing/", "../", "b")).containsExactly("b/a.md");
        assertThat(Folder.ids(source, "abc/", "ab", "ab/c", "a.md.t", "b/a", "b/a.md"))
                .containsExactly("a.md.txt", "ab/c.md", "abc/d.md", "b/a.md");
    }

    @Test
    void twoSpellingsOfOneNameAreTwoDocuments() {
        folder.write("é.md", "composed");
        folder.write("e\u0301.md", "decomposed");
        FolderSource source = folder.source();
        assertThat(Folder.ids(source, "")).containsExactly("e\u0301.md", "é.md");
        assertThat(Folder.text(source, "é.md")).isEqualTo("composed");
        assertThat(Folder.text(source, "e\u0301.md")).isEqualTo("decomposed");
    }

    @Test
    void namesThatMakeNoIdAreSkippedWithTheReason() {
        folder.shell(
                "printf x > \"$(printf 'bad\\377.md')\"; printf x > \"$(printf 'line\\nend.md')\"");
        folder.write("good.md", "x");
        FolderSource source = folder.source();
        assertThat(Folder.ids(source, "")).containsExactly("good.md");
        assertThat(skipped(source))
                .containsEntry("bad%FF.md", "its name is no valid UTF-8")
                .hasEntrySatisfying(
                        "line\uFFFDend.md",
                        reason -> assertThat(reason).startsWith("its path is no id"));
    }

    @Test
    void aTreeOfAnyDepthIsWalkedAsFarAsIdsReach() {
        folder.write("a.md", "a");
        folder.shell("d=twenty-letters-a-name; for i in $(seq 300); do mkdir $d; cd -P $d; done");
        try {
            Listing listing = folder.source().list(Scope.ALL);
            assertThat(Folder.ids(listing)).containsExactly("a.md");
            assertThat(listing.unread()).isEmpty();
            assertThat(listing.skipped()).hasSize(1);
            assertThat(listing.skipped().getFirst().reason()).startsWith("so deep");
        } finally {
            folder.shell("rm -rf twenty-letters-a-name");
        }
    }

    @Test
    void aTouchChangesTheStampAndARenameDoesNot() throws IOException {
        Path file = folder.write("a.md", "a");
        FolderSource source = folder.source();
        String stamp = source.list(Scope.ALL).entries().getFirst().stamp();
        folder.rename("a.md", "b.md");
        assertThat(source.list(Scope.ALL).entries().getFirst().stamp()).isEqualTo(stamp);
        Files.setLastModifiedTime(folder.root().resolve("b.md"), FileTime.fromMillis(1000));
        var entry = source.list(Scope.ALL).entries().getFirst();
        assertThat(entry.stamp()).isNotEqualTo(stamp);
        assertThat(entry.changed().toEpochMilli()).isEqualTo(1000);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatCannotBeListedIsNotGone() {
        folder.write("open/a.md", "a");
        folder.write("shut/b.md", "b");
        folder.shell("chmod 000 shut");
        try {
            assumeFalse(
                    Files.isReadable(folder.root().resolve("shut")),
                    "whoever runs this reads everything");
            Listing listing = folder.source().list(Scope.ALL);
            assertThat(Folder.ids(listing)).containsExactly("open/a.md");
            assertThat(Folder.reasons(listing.unread()))
                    .containsExactly(Map.entry("shut/", "permission denied"));
            assertThat(folder.source().fetch(new DocumentId("shut/b.md")))
                    .isEqualTo(new Fetched.Unreadable("permission denied"));
        } finally {
            folder.shell("chmod 700 shut");
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBe() throws IOException {
        FolderSource source = folder.source();
        Files.delete(folder.root());
        assertUnavailable(source, "there is no such folder");
        Files.writeString(folder.root(), "a file");
        assertUnavailable(source, "it is no folder");
        assertThat(source.fetch(new DocumentId("a.md"))).isInstanceOf(Fetched.Unreadable.class);
    }

    private void assertUnavailable(FolderSource source, String reason) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> source.list(Scope.ALL))
                .withMessage(reason + "; path=" + folder.root());
    }

    @Test
    void aFileThatIsMissingInAnotherFolderIsNotGone() throws IOException {
        folder.write("a.md", "a");
        FolderSource source = folder.source();
        source.list(Scope.ALL);
        Files.move(folder.root(), directory.resolve("away"));
        Files.createDirectory(folder.root());
        assertThat(source.fetch(new DocumentId("a.md")))
                .isEqualTo(new Fetched.Unreadable("the folder was replaced"));
        source.list(Scope.ALL);
        assertThat(source.fetch(new DocumentId("a.md"))).isInstanceOf(Fetched.Gone.class);
    }

    @Test
    void theFolderMayItselfBeALink() throws IOException {
        folder.write("a.md", "a");
        Path link = Files.createSymbolicLink(directory.resolve("link"), folder.root());
        FolderSource source = new Folder(link).source();
        assertThat(Folder.ids(source, "")).containsExactly("a.md");
        assertThat(source.location()).isEqualTo(link.toString());
    }

    @Test
    void idsLeadNowhereElse() throws IOException {
        Files.writeString(directory.resolve("secret.md"), "secret");
        folder.write("a/b.md", "b");
        FolderSource source = folder.source();
        for (String id :
                List.of(
                        "../secret.md",
                        "a/../a/b.md",
                        "./a/b.md",
                        "a//b.md",
                        "/a/b.md",
                        "a/b.md/",
                        "a")) {
            assertThat(source.fetch(new DocumentId(id))).as(id).isInstanceOf(Fetched.Gone.class);
        }
    }

    @Test
    void whatIsNoTextIsUnsuitableAndNeverOpenedWhereItIsNoFile() throws IOException {
        Files.write(folder.root().resolve("a.md"), new byte[] {1, 0, 2});
        folder.write("big.md", "x".repeat(11 << 20));
        folder.shell("mkfifo pipe.md");
        FolderSource source = folder.source();
        assertThat(source.fetch(new DocumentId("a.md")))
                .isInstanceOfSatisfying(
                        Fetched.Unsuitable.class,
                        it -> assertThat(it.reason()).isEqualTo("not text"));
        assertThat(source.fetch(new DocumentId("big.md"))).isInstanceOf(Fetched.Unsuitable.class);
        assertThat(source.fetch(new DocumentId("pipe.md"))).isInstanceOf(Fetched.Unsuitable.class);
    }

    @Test
    void aGrowingFileIsReadUpToTheLimit() throws IOException {
        Path file = folder.write("a.md", "12345");
        assertThat(Reading.atMost(5, file)).hasValueSatisfying(it -> assertThat(it).hasSize(5));
        assertThat(Reading.atMost(4, file)).isEmpty();
        assertThat(Reading.atMost(1000, Path.of("/dev/zero"))).isEmpty();
    }

    @Test
    void namesAreKeptWhereThisJvmCannotReadThem() {
        folder.write("caf\u00e9.md", "x");
        folder.write("plain.md", "x");
        Names ascii = new Names(false);
        Path entry = folder.root().resolve("caf\u00e9.md");
        assertThat(ascii.of(entry)).isEmpty();
        assertThat(ascii.head(entry)).isEqualTo("caf");
        assertThat(ascii.unreadable()).contains("LC_ALL=C.UTF-8");
        assertThat(new Names(true).of(entry)).contains("caf\u00e9.md");
        assertThat("caf\u00e9".getBytes(StandardCharsets.UTF_8)).hasSize(5);
    }
}
