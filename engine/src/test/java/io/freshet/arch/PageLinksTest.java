package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every link from one of our pages to a file, or to a heading of a page, leads somewhere.
final class PageLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)\\s]+)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Path ROOT = SourceTree.read().root();

    @Test
    void everyLinkOfAPageLeadsSomewhere() throws Exception {
        var broken = new ArrayList<String>();
        for (Path page : pages()) {
            var links = LINK.matcher(Files.readString(page)).results().toList();
            for (var link : links) {
                String file = link.group(1);
                Path target =
                        file.isEmpty()
                                ? page
                                : page.resolveSibling(file).toAbsolutePath().normalize();
                boolean isOurs = !file.contains(":");
                if (isOurs && !leads(target, link.group(2))) {
                    broken.add(ROOT.relativize(page) + " -> " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws Exception {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean leads(Path target, @Nullable String anchor) throws Exception {
        if (!Files.exists(target)) {
            return false;
        }
        return anchor == null || anchors(target).contains(anchor.substring(1));
    }

    /// As the usual renderers name them.
    private static Set<String> anchors(Path page) throws Exception {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
