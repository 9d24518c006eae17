package io.freshet.adapter.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.spi.Source.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Symbolic links: each real file is one document, and no walk goes round.
final class LinksTest {
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
    @Tag("A20")
    void loopsAreHarmless() {
        folder.write("a/x.md", "x");
        folder.write("b/y.md", "y");
        folder.link("loop", Path.of("."));
        folder.link("a/to-b", Path.of("../b"));
        folder.link("b/to-a", Path.of("../a"));
        folder.link("b/up", Path.of("../.."));
        folder.link("self", Path.of("self"));
        FolderSource source = folder.following();
        assertThat(Folder.ids(source, "")).containsExactly("a/x.md", "b/y.md");
        assertThat(skipped(source))
                .containsEntry("loop", "a link to a directory that it is in")
                .containsEntry("a/to-b", "a link to what is in the folder anyway")
                .containsEntry("b/to-a", "a link to what is in the folder anyway")
                .containsEntry("b/up", "a link to a directory that it is in")
                .hasEntrySatisfying(
                        "self",
                        reason -> assertThat(reason).startsWith("a link that leads nowhere"))
                .hasSize(5);
    }

    @Test
    void aLinkInsideIsLeftOutAndItsFileIsTaken() {
        folder.write("z/real.md", "x");
        folder.link("a.md", Path.of("z/real.md"));
        folder.link("none.md", Path.of("z/none.md"));
        assertThat(Folder.ids(folder.source(), "")).containsExactly("z/real.md");
        assertThat(skipped(folder.source()))
                .containsEntry("a.md", "a link to what is in the folder anyway")
                .containsEntry("none.md", "a link to nothing");
    }

    @Test
    void aLinkToWhatIsLeftOutByItselfIsTaken() {
        folder.write("..2026/page.md", "x");
        folder.link("..data", Path.of("..2026"));
        folder.link("page.md", Path.of("..data/page.md"));
        FolderSource source = folder.source();
        assertThat(Folder.ids(source, "")).containsExactly("page.md");
        assertThat(Folder.text(source, "page.md")).isEqualTo("x");
    }

    @Test
    @Tag("A20")
    void aLinkOutsideIsFollowedOnlyWhereThatIsWanted() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("o.md"), "outside");
        Files.createSymbolicLink(outside.resolve("again"), outside);
        folder.write("a.md", "a");
        folder.link("out", outside);
        folder.link("o.md", outside.resolve("o.md"));
        assertThat(Folder.ids(folder.source(), "")).containsExactly("a.md");
        assertThat(skipped(folder.source()))
                .containsEntry("out", "a link that leads out of the folder")
                .containsEntry("o.md", "a link that leads out of the folder");
        FolderSource following = folder.following();
        assertThat(Folder.ids(following, "")).containsExactly("a.md", "o.md", "out/o.md");
        assertThat(Folder.ids(following, "out/")).containsExactly("out/o.md");
        assertThat(Folder.text(following, "out/o.md")).isEqualTo("outside");
        assertThat(skipped(following)).containsEntry("out/again", "a link below a link");
    }
}
