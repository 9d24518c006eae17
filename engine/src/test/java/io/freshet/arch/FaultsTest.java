package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every fault of other indexers that docs/reliability.md lists has its tests, or says what it
/// waits for. Whoever adds that part strikes the words and names the test.
final class FaultsTest {
    private static final int CASES = 28;
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (A\\d\\d) \\|[^|]*\\|[^|]*\\|([^|]*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)`");
    private static final Pattern WAITING = Pattern.compile("waits for (the|that) \\w+");
    private static final List<String> MAY_WAIT = List.of("A12", "A14", "A22", "A26", "A27");
    private static final SourceTree TREE = SourceTree.read();

    /// The last column of each row.
    private static SortedMap<String, String> rows() throws IOException {
        String page = Files.readString(TREE.root().resolve("docs/reliability.md"));
        SortedMap<String, String> rows = new TreeMap<>();
        ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), row.group(2)));
        return rows;
    }

    private static Stream<String> tests(String column) {
        return TEST.matcher(column).results().map(FaultsTest::name);
    }

    private static String name(MatchResult test) {
        return test.group(1);
    }

    @Test
    void everyFaultIsListed() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, CASES).mapToObj("A%02d"::formatted).toList());
    }

    @Test
    void everyFaultHasTestsThatCarryItsTagOrSaysWhatItWaitsFor() throws IOException {
        for (Map.Entry<String, String> row : rows().entrySet()) {
            List<String> tests = tests(row.getValue()).toList();
            boolean waits = WAITING.matcher(row.getValue()).find();
            assertThat(!tests.isEmpty() || waits).as("%s has no test", row.getKey()).isTrue();
            if (waits) {
                assertThat(MAY_WAIT).contains(row.getKey());
            }
            for (String test : tests) {
                assertThat(tagged(row.getKey()))
                        .as("%s is a test of %s: mark its method with the tag", test, row.getKey())
                        .anyMatch(path -> path.endsWith("/" + test + ".java"));
            }
        }
    }

    /// Paths of sources in which a test, or all of them, carry the tag.
    private static List<String> tagged(String fault) {
        String tag = "@Tag(\"" + fault + "\")";
        return TREE.sources().stream()
                .filter(source -> isTagged(source, tag))
                .map(JavaSource::path)
                .toList();
    }

    private static boolean isTagged(JavaSource source, String tag) {
        int at = source.text().indexOf(tag);
        while (at >= 0 && !source.code().startsWith("@Tag", at)) { // in a comment or a string
            at = source.text().indexOf(tag, at + 1);
        }
        return at >= 0;
    }
}
