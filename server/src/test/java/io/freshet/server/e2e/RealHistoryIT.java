package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Vector;
import io.freshet.adapter.sqlite.SqliteLedger;
import io.freshet.adapter.sqlite.SqliteVectors;
import io.freshet.server.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A book that people have edited for years, put page by page and commit by commit, with the model
/// that a user gets.
final class RealHistoryIT {
    /// By its stem, a word that is gone would be found by its other forms.
    private static final String WORDS_AS_THEY_STAND =
            "collection_defaults: {search: {analysis: standard}}\n";

    private static final int PAGES = 30;
    private static final int[] COMMITS = {0, 60, 150, 225, 299};
    private static final Pattern WORD = Pattern.compile("(?<=\\s)[a-z]{6,20}(?=[\\s,.])");
    private static final Pattern LETTERS = Pattern.compile("[a-z]+");

    @RegisterExtension final Servers servers = new Servers();
    @TempDir private Path directory;

    /// The pages at each step, and the words by which their changes can be found.
    private record Step(SortedMap<String, String> before, SortedMap<String, String> after) {
        List<ObjectNode> events() {
            List<ObjectNode> events = new ArrayList<>();
            after.forEach(
                    (id, text) -> {
                        if (!text.equals(before.get(id))) {
                            events.add(Api.upsert(id, text));
                        }
                    });
            for (String id : before.keySet()) {
                if (!after.containsKey(id)) {
                    events.add(Json.object().put("event_type", "delete").put("document_id", id));
                }
            }
            return events;
        }

        /// A word that stands in `after` and nowhere in `before`, not even within another word.
        Optional<String> added() {
            return wordOnlyIn(after, before);
        }

        Optional<String> removed() {
            return wordOnlyIn(before, after);
        }

        private static Optional<String> wordOnlyIn(
                Map<String, String> pages, Map<String, String> others) {
            Set<String> known = new HashSet<>();
            others.values().forEach(text -> known.addAll(all(LETTERS, lower(text))));
            Set<String> candidates = new TreeSet<>();
            pages.values().forEach(text -> candidates.addAll(all(WORD, text)));
            candidates.removeAll(known);
            return candidates.stream().findFirst();
        }

        private static String lower(String text) {
            return text.toLowerCase(java.util.Locale.ROOT);
        }

        private static List<String> all(Pattern pattern, String text) {
            return pattern.matcher(text).results().map(MatchResult::group).toList();
        }
    }

    private static List<Step> steps(History history) {
        List<String> commits = history.commits();
        List<Step> steps = new ArrayList<>();
        SortedMap<String, String> before = new TreeMap<>();
        for (int i = 0; i < COMMITS.length; i++) {
            SortedMap<String, String> all = history.pages(commits.get(COMMITS[i]), "src");
            // The last step leaves out the first page: a page that is gone.
            List<String> names =
                    all.keySet().stream()
                            .skip(i == COMMITS.length - 1 ? 1 : 0)
                            .limit(PAGES)
                            .toList();
            SortedMap<String, String> after = new TreeMap<>(all);
            after.keySet().retainAll(names);
            steps.add(new Step(before, after));
            before = after;
        }
        return steps;
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES) // one of the two longest
    @Tag("I3")
    @Tag("I4")
    @Tag("I9")
    void afterEveryStepOfARealHistoryTheIndexIsWhatARebuildWouldGive() {
        List<Step> steps = steps(History.of("rust-book", directory));
        ServerProcess server = servers.start(Home.with(Home.DEFAULT_MODEL, WORDS_AS_THEY_STAND));
        Api api = server.api();
        Subscriber steady = Subscriber.from(server.port(), "knowledge_base");
        Subscriber broken = Subscriber.from(server.port(), "knowledge_base");
        int found = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (i == 1 || i == 3) {
                broken.cut();
            }
            api.submit(step.events());
            if (i == 1 || i == 3) {
                broken.connect(server.port());
            }
            Rebuilt.matches(api, step.after());
            found += changesAreFound(api, step);
        }
        assertThat(found).as("steps with a new word and a lost one").isPositive();
        Feed.isWhole(steady.awaitVersion(api.version()), api.version());
        assertThat(broken.awaitVersion(api.version()))
                .isEqualTo(steady.awaitVersion(api.version()));
        steady.close();
        broken.close();
        vectorsAreThoseOfAFreshServer(server, steps.getLast().after());
    }

    private static int changesAreFound(Api api, Step step) {
        step.added()
                .ifPresent(word -> assertThat(api.find(word)).as("added: " + word).isNotEmpty());
        step.removed()
                .ifPresent(word -> assertThat(api.find(word)).as("removed: " + word).isEmpty());
        return step.added().isPresent() && step.removed().isPresent() ? 1 : 0;
    }

    private void vectorsAreThoseOfAFreshServer(
            ServerProcess server, SortedMap<String, String> pages) {
        ServerProcess fresh = servers.start(Home.DEFAULT_MODEL);
        fresh.api()
                .submit(
                        pages.entrySet().stream()
                                .map(page -> Api.upsert(page.getKey(), page.getValue()))
                                .toList());
        Rebuilt.matches(fresh.api(), pages);
        assertThat(server.terminate()).isZero();
        assertThat(fresh.terminate()).isZero();
        Set<String> hashes = Rebuilt.embedded(pages.values()).keySet();
        Map<String, Vector> edited = vectors(server.home(), hashes);
        assertThat(edited).hasSameSizeAs(hashes).isEqualTo(vectors(fresh.home(), hashes));
    }

    private static Map<String, Vector> vectors(Home home, Set<String> hashes) {
        try (SqliteLedger ledger = SqliteLedger.open(home.find("ledger.db"), "unused");
                SqliteVectors vectors = SqliteVectors.open(home.find("vectors.db"))) {
            return new TreeMap<>(vectors.find(ledger.head().space(), hashes));
        }
    }
}
