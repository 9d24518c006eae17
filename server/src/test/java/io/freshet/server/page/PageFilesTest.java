package io.freshet.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What can be read off the page's files.
final class PageFilesTest {
    private static final Path SOURCE = Path.of("src/main/resources/io/freshet/server/page");
    private static final PageFiles FILES = PageFiles.read();
    private static final Pattern REFERENCE =
            Pattern.compile("(?:href|src)=\"page/([^\"]+)\"|from \"\\./([^\"]+)\"");

    static List<Path> scripts() throws Exception {
        try (Stream<Path> files = Files.list(SOURCE)) {
            return files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
        }
    }

    private static String text(String name) {
        return new String(FILES.find(name).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    @Test
    void whatLiesThereIsServedAndNothingElse() throws Exception {
        try (Stream<Path> files = Files.list(SOURCE)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", ".json")))
                    .containsExactlyInAnyOrderElementsOf(FILES.names());
        }
    }

    @Test
    void whatIsLoadedIsThere() {
        var loaded = new TreeSet<String>();
        FILES.names().stream()
                .filter(name -> name.endsWith(".js") || name.endsWith(".html"))
                .forEach(
                        name -> {
                            Matcher matcher = REFERENCE.matcher(text(name));
                            while (matcher.find()) {
                                loaded.add(
                                        matcher.group(1) == null
                                                ? matcher.group(2)
                                                : matcher.group(1));
                            }
                        });

        assertThat(loaded).contains("page.css", "page.js", "highlight.js");
        assertThat(FILES.names()).containsAll(loaded);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptMakesHtmlOrCodeOutOfText(Path script) throws Exception {
        assertThat(Files.readString(script))
                .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|DOMParser"
                                + "|createContextualFragment|\\beval\\b|new Function|setHTML")
                .doesNotContainPattern("https?://(?!localhost:8765\")");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptIsShort(Path script) throws Exception {
        assertThat(Files.readAllLines(script)).hasSizeLessThan(250);
    }
}
