package io.freshet.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult.Hit;
import io.freshet.Submission;
import io.freshet.TagName;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions.Searched;
import io.freshet.engine.Wanted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search of an older version, through the engine and the real adapters, against an index that is
/// built anew from the documents of that version.
final class TimeTravelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> WORDS =
            List.of("river", "bank", "ford", "mill", "ferry", "weir", "lock", "delta", "the", "of");
    private static final List<Scope> SCOPES =
            List.of(
                    Scope.ALL,
                    new Scope(new Filter.In("team", List.of("red")), "", List.of()),
                    new Scope(Filter.all(), "b/", List.of()),
                    new Scope(
                            new Filter.Not(new Filter.In("team", List.of("red"))),
                            "",
                            List.of(new DocumentId("a/1"), new DocumentId("b/2"))));

    @TempDir Path data;

    private final Random chance = new Random(20261);
    private final NavigableMap<Long, SortedMap<String, Document>> versions = new TreeMap<>();

    private record Document(String text, Metadata metadata) {}

    @Test
    @Tag("I3")
    @Tag("I4")
    void everyVersionAnswersAsAnIndexThatIsBuiltFromIt() throws InterruptedException {
        versions.put(0L, new TreeMap<>());
        DiskAdapters adapters = new DiskAdapters(data);
        try (Engine engine = open(adapters)) {
            Shard book = engine.create(DiskAdapters.BOOK);
            for (int i = 0; i < 24; i++) {
                edit(book);
            }
            for (long version : List.of(0L, 1L, 7L, 15L, 23L, versions.lastKey())) {
                Shard anew = engine.create(new CollectionName("anew" + version));
                if (!versions.get(version).isEmpty()) {
                    submit(anew, versions.get(version));
                }
                compare(book, anew, version);
            }
        }
    }

    @Test
    @Tag("I3")
    void aTaggedVersionIsSearchedWhileItsNeighboursAreNotThere() throws InterruptedException {
        versions.put(0L, new TreeMap<>());
        DiskAdapters adapters = new DiskAdapters(data);
        try (Engine engine = open(adapters)) {
            Shard book = engine.create(DiskAdapters.BOOK);
            for (int i = 0; i < 12; i++) {
                edit(book);
            }
            SearchRequest request = request(Mode.HYBRID, Scope.ALL, 0);
            List<Hit> then = found(book.versions().search(request, 6));
            book.versions().tag(new TagName("release"), 6);
            assertThat(adapters.ledger(DiskAdapters.BOOK).prune(11, 10_000)).isFalse();

            assertThat(found(book.versions().search(request, 6))).isEqualTo(then).isNotEmpty();
            assertThat(book.versions().search(request, 5)).isEqualTo(new Searched.NotRetained());
            assertThat(book.versions().search(request, 99)).isEqualTo(new Searched.NotRetained());
        }
    }

    private static Engine open(DiskAdapters adapters) {
        return Engine.open(
                adapters,
                new Wanted(
                        new TreeSet<>(List.of(DiskAdapters.BOOK)),
                        _ -> false,
                        _ -> CollectionSettings.DEFAULT));
    }

    /// A few documents are written anew or deleted, as one version.
    private void edit(Shard book) throws InterruptedException {
        SortedMap<String, Document> now = new TreeMap<>(versions.lastEntry().getValue());
        SortedMap<String, Document> written = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            String id = (chance.nextBoolean() ? "a/" : "b/") + chance.nextInt(6);
            Document document =
                    new Document(
                            text(),
                            Metadata.of(Map.of("team", chance.nextBoolean() ? "red" : "blue")));
            written.put(id, document);
            now.put(id, document);
        }
        submit(book, written);
        if (chance.nextInt(3) == 0) {
            String gone = now.firstKey();
            now.remove(gone);
            submit(book, List.of(event(gone, new Change.Delete())));
            versions.put(versions.lastKey() + 1, withAll(written));
        }
        versions.put(versions.lastKey() + 1, now);
    }

    /// What was there and what was written.
    private SortedMap<String, Document> withAll(SortedMap<String, Document> written) {
        SortedMap<String, Document> all = new TreeMap<>(versions.lastEntry().getValue());
        all.putAll(written);
        return all;
    }

    private String text() {
        StringBuilder text = new StringBuilder("# " + words(2));
        for (int i = chance.nextInt(6); i >= 0; i--) {
            text.append("\n\n## ").append(words(2)).append("\n\n").append(words(120));
        }
        return text.toString();
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double skewed = chance.nextDouble() * chance.nextDouble();
            words.append(i == 0 ? "" : " ").append(WORDS.get((int) (skewed * WORDS.size())));
        }
        return words.toString();
    }

    private static void submit(Shard shard, SortedMap<String, Document> documents)
            throws InterruptedException {
        List<IndexEvent> events = new ArrayList<>();
        documents.forEach(
                (id, document) ->
                        events.add(
                                event(
                                        id,
                                        new Change.Upsert(
                                                Optional.of(
                                                        new Content(
                                                                Format.MARKDOWN, document.text)),
                                                new Change.MetadataChange.Replace(
                                                        document.metadata)))));
        submit(shard, events);
    }

    private static IndexEvent event(String id, Change change) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static void submit(Shard shard, List<IndexEvent> events) throws InterruptedException {
        var accepted = (Admission.Accepted) shard.submitTracked(new Submission(events, true));
        assertThat(shard.await(accepted, PATIENCE).visible()).isTrue();
    }

    private void compare(Shard book, Shard anew, long version) throws InterruptedException {
        for (Mode mode : Mode.values()) {
            for (Scope scope : SCOPES) {
                for (int perDocument : new int[] {0, 2}) {
                    SearchRequest request = request(mode, scope, perDocument);
                    List<Object> expected = seen(anew.search(request).hits());

                    List<Hit> found = found(book.versions().search(request, version));

                    assertThat(seen(found))
                            .as("version=%s request=%s", version, request)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private SearchRequest request(Mode mode, Scope scope, int perDocument) {
        return new SearchRequest(words(3), Optional.empty(), mode, 7, scope, perDocument, 1, true);
    }

    private static List<Hit> found(Searched searched) {
        return ((Searched.Found) searched).result().hits();
    }

    /// All of a hit but the numbers and times of versions, which are the collection's own.
    private static List<Object> seen(List<Hit> hits) {
        List<Object> seen = new ArrayList<>();
        for (Hit hit : hits) {
            seen.add(
                    List.of(
                            hit.chunk(),
                            hit.text(),
                            hit.score(),
                            hit.vectorScore(),
                            hit.keywordScore(),
                            hit.headings(),
                            hit.ordinal(),
                            hit.metadata()));
        }
        return seen;
    }
}
