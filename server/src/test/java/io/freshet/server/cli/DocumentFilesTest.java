package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Decoded;
import io.freshet.server.LocalReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentFilesTest {
    @TempDir private Path directory;

    private DocumentFiles files(String... paths) {
        var files = new DocumentFiles(new LocalReading(), directory.resolve("here"));
        List.of(paths).forEach(files::add);
        return files;
    }

    private List<String> ids(String... paths) {
        return files(paths).found().stream().map(Input::id).toList();
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void anIdIsThePathFromHere() throws IOException {
        write("here/docs/a.md", "A");
        write("here/docs/guide/b.rst", "B");
        write("there/docs/c.adoc", "C");

        assertThat(ids("docs")).containsExactly("docs/a.md", "docs/guide/b.rst");
        assertThat(ids("./docs/../docs/")).containsExactly("docs/a.md", "docs/guide/b.rst");
        assertThat(ids(".")).containsExactly("docs/a.md", "docs/guide/b.rst");
        assertThat(ids("docs/guide", "docs", "docs/a.md"))
                .containsExactly("docs/a.md", "docs/guide/b.rst");
        assertThat(ids("../there/docs")).containsExactly("docs/c.adoc");
        assertThat(ids("../there/docs/c.adoc")).containsExactly("c.adoc");
    }

    @Test
    void aFolderIsJudgedAsThoseThatAreFollowed() throws IOException {
        write("here/docs/page.html", "<h1>Title</h1><nav>menu</nav>");
        write("here/docs/.hidden.md", "H");
        write("here/docs/node_modules/a/readme.md", "N");
        write("here/docs/pom.xml", "<project/>");
        write("here/docs/target/made.md", "M");
        Files.createSymbolicLink(directory.resolve("here/docs/loop"), directory.resolve("here"));

        var files = files("docs");

        assertThat(files.found()).extracting(Input::id).containsExactly("docs/page.html");
        assertThat(files.found().getFirst().read())
                .isInstanceOfSatisfying(
                        Decoded.Read.class,
                        read -> assertThat(read.content().text().strip()).isEqualTo("# Title"));
        assertThat(files.skipped())
                .extracting(Skipped::path)
                .containsExactly(
                        "docs/.hidden.md",
                        "docs/loop",
                        "docs/node_modules/",
                        "docs/pom.xml",
                        "docs/target/");
    }

    @Test
    void aFileThatIsNamedIsTakenWhateverItsName() throws IOException {
        write("here/.hidden.md", "hidden");
        write("here/node_modules/readme.md", "read");
        write("here/LICENSE", "may be used");
        write("here/numbers.csv", "1,2");

        var files = files(".hidden.md", "node_modules/readme.md", "LICENSE", "numbers.csv");

        assertThat(files.found())
                .extracting(Input::read)
                .hasSize(4)
                .allMatch(Decoded.Read.class::isInstance);
    }

    @Test
    void twoFilesThatWouldBeOneDocumentAreToldApart() throws IOException {
        write("one/docs/a.md", "A");
        write("two/docs/a.md", "A");
        assertThatThrownBy(() -> files("../one/docs", "../two/docs"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("one/docs/a.md and ")
                .hasMessageContaining("two/docs/a.md would be one document, docs/a.md");
    }
}
