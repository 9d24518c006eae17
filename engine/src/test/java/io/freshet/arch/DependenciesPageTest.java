package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// docs/dependencies.md names what the root's pom names, in the same versions.
final class DependenciesPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\S+) \\|");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final Path ROOT = SourceTree.read().root();

    @Test
    void everyDependencyIsExplainedInTheVersionThatIsBuilt() throws Exception {
        var page = Files.readString(ROOT.resolve("docs").resolve("dependencies.md"));
        var explained = new TreeSet<String>();
        ROW.matcher(page)
                .results()
                .forEach(row -> explained.add(row.group(1) + " " + row.group(2)));

        assertThat(explained)
                .as("say in docs/dependencies.md what a dependency does for us, and its licence")
                .isEqualTo(built());
    }

    private static SortedSet<String> built() throws Exception {
        var pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(ROOT.resolve("pom.xml").toFile());
        Predicate<String> ours = name -> name.startsWith("io.freshet:");
        Predicate<String> mavens = name -> name.startsWith("org.apache.maven.plugins:");
        var built = new TreeSet<String>();
        Stream.of("dependency", "path", "plugin")
                .flatMap(kind -> elements(pom, kind))
                .filter(element -> !child(element, "version").isEmpty())
                .map(element -> name(pom, element))
                .filter(ours.or(mavens).negate())
                .forEach(built::add);
        return built;
    }

    private static Stream<Element> elements(Document pom, String kind) {
        var found = pom.getElementsByTagName(kind);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    private static String name(Document pom, Element element) {
        var version = PROPERTY.matcher(child(element, "version"));
        return "%s:%s %s"
                .formatted(
                        child(element, "groupId"),
                        child(element, "artifactId"),
                        version.replaceAll(property -> value(pom, property.group(1))));
    }

    private static String value(Document pom, String property) {
        var values = pom.getElementsByTagName(property);
        return values.getLength() == 0 ? "" : values.item(0).getTextContent();
    }

    /// Empty where there is none.
    private static String child(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return "";
    }
}
