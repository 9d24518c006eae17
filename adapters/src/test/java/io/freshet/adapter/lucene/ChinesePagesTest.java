package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Keywords;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real Chinese pages (the Vue documentation) are found by words that stand in them.
final class ChinesePagesTest {
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}{4,}");
    private static final Pattern LATIN = Pattern.compile("\\b[a-z]{6,12}\\b");
    private static final int WORDS_OF_A_PAGE = 3;

    private static final Map<String, String> PAGES = new TreeMap<>();

    @TempDir private Path directory;

    @BeforeAll
    static void read(@TempDir Path folder) throws IOException, InterruptedException {
        String data = System.getenv("FRESHET_TEST_DATA");
        assumeTrue(data != null, "skipped: FRESHET_TEST_DATA names no folder with test data");
        Path bundle = Path.of(data, "histories", "vue-docs-zh-cn.bundle");
        assumeTrue(Files.exists(bundle), () -> "skipped: there is no " + bundle);
        var git = new ProcessBuilder("git", "clone", "-q", bundle.toString(), folder.toString());
        assumeTrue(git.inheritIO().start().waitFor() == 0, "skipped: git cannot clone " + bundle);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                PAGES.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
    }

    private LuceneStore filled(Analysis analysis) {
        var kept = new LuceneStore.Kept(2, new Keywords(analysis, 1.2, 0.75));
        var store = LuceneStore.open("lucene", directory, kept, System::nanoTime);
        PAGES.forEach(
                (page, text) -> {
                    var key = new RowKey(new DocumentId(page), Text.hash(text));
                    var vector = new Vector(new float[] {1, text.length()});
                    store.write(List.of(), List.of(new Row(key, text, vector, Metadata.NONE)));
                });
        store.publish("h", 1);
        return store;
    }

    private static List<String> found(LuceneStore store, String words, int limit) {
        var query = new Query(Optional.of(words), Optional.empty(), Scope.ALL, limit, false);
        return store.search(query).byKeyword().stream()
                .map(found -> found.key().document().value())
                .toList();
    }

    /// Pieces of 2 to 4 characters of a page.
    private static List<String> words(String text, Random chance) {
        List<String> runs = HAN.matcher(text).results().map(run -> run.group()).toList();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS_OF_A_PAGE && !runs.isEmpty(); i++) {
            String run = runs.get(chance.nextInt(runs.size()));
            int length = 2 + chance.nextInt(3);
            int start = chance.nextInt(run.length() - length + 1);
            words.add(run.substring(start, start + length));
        }
        return words;
    }

    @ParameterizedTest
    @EnumSource(Analysis.class)
    void aPageIsFoundByItsChineseWordsWhateverTheAnalysis(Analysis analysis) {
        Random chance = new Random(20);
        int asked = 0;
        int right = 0;
        try (var store = filled(analysis)) {
            for (var page : PAGES.entrySet()) {
                for (String word : words(page.getValue(), chance)) {
                    List<String> found = found(store, word, PAGES.size());
                    assertThat(found).as(word).contains(page.getKey());
                    String first = found.getFirst();
                    asked++;
                    right += PAGES.getOrDefault(first, "").contains(word) ? 1 : 0;
                }
            }
        }
        assertThat(asked).isGreaterThan(PAGES.size());
        assertThat(right)
                .as("questions whose first page holds the word")
                .isGreaterThan(asked * 9 / 10);
    }

    @Test
    void aQuestionInTwoLanguagesFindsThePageThatHoldsBoth() {
        Random chance = new Random(21);
        try (var store = filled(Analysis.ENGLISH)) {
            for (var page : PAGES.entrySet()) {
                List<String> latin =
                        LATIN.matcher(page.getValue()).results().map(run -> run.group()).toList();
                for (String word : words(page.getValue(), chance)) {
                    if (latin.isEmpty()) {
                        continue;
                    }
                    String other = latin.get(chance.nextInt(latin.size()));
                    assertThat(found(store, "the " + other + word, PAGES.size()))
                            .as(other + word)
                            .contains(page.getKey());
                }
            }
            assertThat(found(store, "Vue 的 reactivity 响应式基础", 5))
                    .anyMatch(page -> page.contains("reactivity"));
        }
    }
}
