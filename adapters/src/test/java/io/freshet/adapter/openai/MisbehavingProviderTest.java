package io.freshet.adapter.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.adapter.http.WildServer;
import io.freshet.embedding.Probes;
import io.freshet.engine.SimCollection;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.MemoryVectors;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything that a provider may do wrong, over real HTTP, with the first, a middle and the last
/// text of a request, against a collection whose time is simulated.
final class MisbehavingProviderTest {
    private static final int DOCUMENTS = 9;
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration ONE_RETRY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);

    /// A request of nine is halved four times until one text is alone.
    private static final int HALVINGS = 5;

    private final CountingEmbedder model = new CountingEmbedder();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile Optional<ProviderTrouble> trouble = Optional.empty();
    private volatile Place place = Place.FIRST;
    private volatile String culprit = "";
    private volatile boolean lasts;

    /// Requests that were made anew since they had not come to the server in time.
    private int repeats;

    private final WildServer server = new WildServer(this::answer);
    private Embedder embedder;
    private SimCollection collection;

    enum Place {
        FIRST,
        MIDDLE,
        LAST;

        int in(int texts) {
            return switch (this) {
                case FIRST -> 0;
                case MIDDLE -> texts / 2;
                case LAST -> texts - 1;
            };
        }
    }

    private void open(Embedder opened) {
        embedder = opened;
        collection = new SimCollection(embedder, 1);
    }

    private OpenAiEmbedder waiting(Duration deadline) {
        return new OpenAiEmbedder(
                new OpenAiSettings(
                        "wild",
                        OpenAiSettings.address(server.url(), "", ""),
                        new OpenAiSettings.Key("s3cret", "${A_KEY}", List.of(), ""),
                        new OpenAiSettings.Model(
                                "counting",
                                "counting",
                                64,
                                "",
                                new OpenAiSettings.Wording("", ""),
                                new OpenAiSettings.Wording("", ""),
                                512,
                                ""),
                        new Embedder.Limits(100, 10_000, 4, deadline),
                        PATIENCE,
                        0,
                        Optional.empty()),
                InstantSource.system());
    }

    /// Waits long for every answer but the one that does not come.
    private final class Impatient implements Embedder {
        private final OpenAiEmbedder patient = waiting(PATIENCE);
        private final OpenAiEmbedder impatient = waiting(IMPATIENCE);

        /// A request that has not come to the server in time, which was busy, has met no trouble;
        /// it may still come.
        @Override
        public Answer embed(List<String> texts, Purpose purpose) {
            while (trouble.isPresent() && !Probes.TEXTS.containsAll(texts)) {
                try {
                    return impatient.embed(texts, purpose);
                } catch (Unavailable e) {
                    if (trouble.isEmpty()) {
                        throw e;
                    }
                    repeats++;
                }
            }
            return patient.embed(texts, purpose);
        }

        @Override
        public EmbeddingSpace space() {
            return patient.space();
        }

        @Override
        public Limits limits() {
            return patient.limits();
        }

        @Override
        public String endpoint() {
            return patient.endpoint();
        }

        @Override
        public boolean mayChange() {
            return patient.mayChange();
        }

        @Override
        public Account account() {
            return patient.account();
        }

        @Override
        public World.Lane lane(Purpose purpose) {
            return patient.lane(purpose);
        }

        @Override
        public void close() {
            patient.close();
            impatient.close();
        }
    }

    @AfterEach
    void close() {
        embedder.close();
        server.close();
    }

    private WildServer.Answer answer(List<String> texts) {
        List<String> items = new ArrayList<>();
        for (Embedder.Item item : model.embed(texts, Embedder.Purpose.DOCUMENT).items()) {
            items.add(ProviderTrouble.item(item.index(), item.values()));
        }
        if (Probes.TEXTS.containsAll(texts)) {
            return ProviderTrouble.right(items);
        }
        texts.forEach(text -> asked.merge(text, 1, Integer::sum));
        if (trouble.isPresent() && culprit.isEmpty()) {
            culprit = texts.get(place.in(texts.size()));
        }
        int at = texts.indexOf(culprit);
        Optional<ProviderTrouble> now = trouble.filter(_ -> at >= 0);
        if (now.isEmpty()) {
            return ProviderTrouble.right(items);
        }
        if (now.get().kind() == ProviderTrouble.Kind.STATE && !lasts) {
            trouble = Optional.empty();
        }
        return now.get().answer(items, at);
    }

    private static String text(String age, int number) {
        return "a common text " + age + number;
    }

    private void putAll(String age) {
        List<IndexEvent> events =
                IntStream.range(0, DOCUMENTS)
                        .mapToObj(i -> SimCollection.upsert("doc" + i, text(age, i)))
                        .toList();
        collection.offer(events);
        collection.settle();
    }

    private static Stream<Arguments> troubles() {
        return ProviderTrouble.ALL.stream()
                .flatMap(
                        trouble ->
                                Stream.of(Place.values())
                                        .map(place -> Arguments.of(trouble, place)));
    }

    @ParameterizedTest(name = "{0} with the {1} text")
    @MethodSource("troubles")
    @Tag("I1")
    @Tag("I6")
    void noWrongVectorIsKeptAndNoOtherDocumentWaitsForMoreThanOneRetry(
            ProviderTrouble how, Place where) {
        open(how.hangs() ? new Impatient() : waiting(PATIENCE));
        putAll("old");
        asked.clear();
        Duration before = collection.elapsed();
        place = where;
        trouble = Optional.of(how);

        putAll("new");

        switch (how.kind()) {
            case RIGHT -> assertThat(collection.elapsed().minus(before)).isLessThan(SOON);
            case STATE -> {
                assertThat(collection.find("common")).hasSize(DOCUMENTS);
                collection.pass(ONE_RETRY);
                asked.forEach((text, times) -> assertThat(times).as(text).isLessThan(3 + repeats));
            }
            case CONTENT -> {
                assertThat(collection.elapsed().minus(before)).isLessThan(SOON);
                asked.forEach(
                        (text, times) -> assertThat(times).as(text).isLessThanOrEqualTo(HALVINGS));
                assertThat(shown()).isEqualTo(allNewBut(culprit));
                assertThat(kept()).isEqualTo(right(allNewBut(culprit).values()));
                trouble = Optional.empty();
                collection.pass(Duration.ofMinutes(10));
            }
        }
        assertThat(shown()).isEqualTo(allNewBut(""));
        assertThat(kept()).isEqualTo(right(allNewBut("").values()));
        assertThat(collection.deadLetters()).isEmpty();
    }

    private static Stream<Arguments> poisons() {
        List<String> some =
                List.of("internal error", "reset at once", "not json", "half a body and closed");
        return troubles().filter(case_ -> some.contains(((ProviderTrouble) case_.get()[0]).name()));
    }

    /// As a server does that breaks down over a certain text.
    @ParameterizedTest(name = "{0} as long as the {1} text is there")
    @MethodSource("poisons")
    @Tag("I1")
    @Tag("I6")
    void aTextThatBreaksTheProviderEachTimeHoldsUpNoOtherForLong(ProviderTrouble how, Place where) {
        open(waiting(PATIENCE));
        putAll("old");
        collection.pass(Duration.ofMinutes(1));
        place = where;
        trouble = Optional.of(how);
        lasts = true;
        putAll("new");

        collection.pass(Duration.ofSeconds(30));

        assertThat(shown()).isEqualTo(allNewBut(culprit));
        assertThat(kept()).isEqualTo(right(allNewBut(culprit).values()));
        collection.pass(Duration.ofMinutes(10));
        assertThat(collection.deadLetters())
                .singleElement()
                .satisfies(dead -> assertThat(dead.problem()).contains("and not these texts"));
    }

    private static Map<String, String> allNewBut(String culprit) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            boolean isCulprit = text("new", i).equals(culprit);
            texts.put("doc" + i, text(isCulprit ? "old" : "new", i));
        }
        return texts;
    }

    private Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            shown.put("doc" + i, collection.text("doc" + i));
        }
        return shown;
    }

    /// The vectors of all new texts that are kept, by hash; those of the old ones are there.
    private Map<String, Vector> kept() {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            hashes.add(Text.hash(text("new", i)));
        }
        return new MemoryVectors(collection.kept()).find(embedder.space().fingerprint(), hashes);
    }

    private Map<String, Vector> right(Collection<String> texts) {
        Map<String, Vector> right = new LinkedHashMap<>();
        for (String text : texts) {
            if (text.contains("new")) {
                Embedder.Answer answer = model.embed(List.of(text), Embedder.Purpose.DOCUMENT);
                right.put(Text.hash(text), new Vector(answer.items().getFirst().values()));
            }
        }
        return right;
    }
}
