package io.freshet.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class EndpointsTest {
    private static final Embedder.Limits LIMITS =
            new Embedder.Limits(3, 10_000, 2, Duration.ofSeconds(30));

    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final Place relay = new Place("relay", new CountingEmbedder("model", LIMITS));
    private final Place direct = new Place("direct", new CountingEmbedder("model", LIMITS));
    private final Kept kept = new Kept();

    /// Where a model is asked, which may become another one.
    private static final class Place implements Embedder {
        private final String name;
        private CountingEmbedder model;

        Place(String name, CountingEmbedder model) {
            this.name = name;
            this.model = model;
        }

        @Override
        public EmbeddingSpace space() {
            return new CountingEmbedder("model", LIMITS).space();
        }

        @Override
        public Limits limits() {
            return LIMITS;
        }

        @Override
        public String endpoint() {
            return name;
        }

        @Override
        public boolean mayChange() {
            return true;
        }

        @Override
        public Account account() {
            return new Account(name, 0);
        }

        @Override
        public Answer embed(List<String> texts, Purpose purpose) {
            return model.embed(texts, purpose);
        }

        void becomes(String other) {
            model = new CountingEmbedder(other, LIMITS);
        }

        void fails(Unavailable how) {
            model.misbehave(new EmbedderFault.Fails("", () -> how));
        }

        /// But for the probes.
        List<String> asked() {
            return model.texts().stream().filter(text -> !Probes.TEXTS.contains(text)).toList();
        }

        @Override
        public void close() {}
    }

    /// Both of them under one name.
    private record Both(Embedder first, Embedder second) implements Embedder {
        @Override
        public List<Embedder> endpoints() {
            return List.of(first, second);
        }

        @Override
        public EmbeddingSpace space() {
            return first.space();
        }

        @Override
        public Limits limits() {
            return first.limits();
        }

        @Override
        public Answer embed(List<String> texts, Purpose purpose) {
            throw new IllegalStateException("its endpoints are asked, not itself");
        }

        @Override
        public void close() {}
    }

    private static final class Kept implements Reference {
        private final Map<String, Vector> vectors = new TreeMap<>();

        @Override
        public Map<String, Vector> known() {
            return vectors;
        }

        @Override
        public void keep(Map<String, Vector> more) {
            more.forEach(vectors::putIfAbsent);
        }
    }

    private final Endpoints endpoints = opened();
    private final AskedEmbedder asked =
            new AskedEmbedder(endpoints, world, Meter.NONE, SpentFor.EVENTS);

    private Endpoints opened() {
        return new Endpoints(
                new Both(relay, direct),
                account -> new Limiter(account.tokensPerMinuteMax()),
                kept,
                (text, _) -> List.of(text.split("(?<=/)")));
    }

    private List<EndpointStatus.State> states() {
        return endpoints.statuses().stream().map(EndpointStatus::state).toList();
    }

    private void embed(String text) {
        assertThat(asked.embed(List.of(text), Embedder.Purpose.DOCUMENT).items()).hasSize(1);
    }

    @Test
    void theFirstThatIsWellIsAskedAndAgainOnceItIsBack() {
        embed("a");
        relay.fails(new Unavailable("502", Duration.ofSeconds(10)));
        embed("b");
        embed("c");
        assertThat(asked.closed()).isEmpty();
        assertThat(endpoints.problem()).isEmpty();
        assertThat(states()).containsExactly(EndpointStatus.State.DOWN, EndpointStatus.State.UP);

        relay.model.behave();
        world.jump(Duration.ofSeconds(11));
        embed("d");

        assertThat(relay.asked()).containsExactly("a", "b", "d");
        assertThat(direct.asked()).containsExactly("b", "c");
        assertThat(states()).containsExactly(EndpointStatus.State.UP, EndpointStatus.State.UP);
    }

    @Test
    void whereNoneIsWellTheSoonestIsWaitedForAndBothAreSaid() {
        relay.fails(new Unavailable("503 at one", Duration.ofSeconds(10)));
        direct.fails(new Unavailable("500 at other", Duration.ofSeconds(4)));

        assertThatThrownBy(() -> embed("a"))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(4)))
                .hasMessageContaining("503 at one; 500 at other");
    }

    @Test
    @Tag("I7")
    void anEndpointThatServesAnotherModelIsRefusedWithBothNames() {
        direct.becomes("other");
        endpoints.prove(world, Meter.NONE);
        relay.fails(new Unavailable("502", Duration.ofSeconds(10)));

        assertThatThrownBy(() -> embed("a")).isInstanceOf(Unavailable.class);

        assertThat(direct.asked()).isEmpty();
        assertThat(states().get(1)).isEqualTo(EndpointStatus.State.REFUSED);
        assertThat(endpoints.statuses().get(1).problem().orElseThrow())
                .contains("endpoint direct does not serve the model that endpoint relay serves")
                .contains("freshet migrate");
    }

    @Test
    @Tag("I7")
    void aModelThatChangedBehindItsNameIsNoticedWhenItComesBackAndWhenItIsOpened() {
        embed("a");
        relay.fails(new Unavailable("502", Duration.ofSeconds(10)));
        embed("b");
        relay.becomes("other");
        world.jump(Duration.ofSeconds(11));
        embed("c");
        assertThat(relay.asked()).isEmpty();

        direct.becomes("other");
        var next = new AskedEmbedder(opened(), world, Meter.NONE, SpentFor.EVENTS);
        assertThatThrownBy(() -> next.embed(List.of("d"), Embedder.Purpose.QUERY))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("that this data was embedded with");
        assertThat(direct.asked()).isEmpty();
    }

    @Test
    void whoWasAskedTooMuchNeedNotBeProvenAgain() {
        embed("a");
        relay.fails(Unavailable.busy("429", Duration.ofSeconds(1)));
        embed("b");
        relay.model.behave();
        relay.model.reset();
        world.jump(Duration.ofSeconds(2));

        embed("c");

        assertThat(relay.model.texts()).containsExactly("c");
    }

    @Test
    @Tag("I7")
    void itIsProvenAgainEveryHour() {
        embed("a");
        relay.becomes("other");
        world.jump(Duration.ofMinutes(61));

        embed("b");

        assertThat(relay.asked()).isEmpty();
    }

    @Test
    void anEndpointThatRefusesTheProbesIsLeftOutAndCostsNoDocument() {
        relay.model.misbehave(new EmbedderFault.WrongWidth());

        embed("a");

        assertThat(relay.asked()).isEmpty();
        assertThat(direct.asked()).containsExactly("a");
        assertThat(states().getFirst()).isEqualTo(EndpointStatus.State.DOWN);
    }

    @Test
    void aTextThatIsTooLongIsEmbeddedInPiecesWhichAreAveragedAndCounted() {
        List<String> texts = List.of("short", "one/two/three four/", "other");

        List<Embedder.Item> items = asked.embed(texts, Embedder.Purpose.DOCUMENT).items();

        assertThat(relay.asked()).containsExactly("short", "one/", "two/", "three four/", "other");
        assertThat(items).extracting(Embedder.Item::index).containsExactly(0, 1, 2);
        float[] one = vector("one/");
        float[] two = vector("two/");
        float[] three = vector("three four/");
        for (int i = 0; i < one.length; i++) {
            assertThat(items.get(1).values()[i])
                    .isCloseTo((4 * one[i] + 4 * two[i] + 11 * three[i]) / 19, within(1e-5f));
        }
        assertThat(items.get(0).values()).isEqualTo(vector("short"));
        assertThat(items.get(2).values()).isEqualTo(vector("other"));
        assertThat(endpoints.pooledTexts()).isEqualTo(1);
    }

    private static float[] vector(String text) {
        CountingEmbedder model = new CountingEmbedder("model", LIMITS);
        return model.embed(List.of(text), Embedder.Purpose.DOCUMENT).items().getFirst().values();
    }

    @Test
    void aTextFailsOnlyWhereEveryEndpointRefusesIt() {
        endpoints.prove(world, Meter.NONE);
        relay.model.refuse("bad");
        embed("bad");
        assertThat(direct.asked()).containsExactly("bad");

        direct.model.refuse("bad");

        assertThatThrownBy(() -> embed("bad")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> asked.embed(List.of("bad", "good"), Embedder.Purpose.DOCUMENT))
                .isInstanceOf(Refused.class);
        assertThat(direct.asked()).containsExactly("bad", "bad");
    }

    @Test
    void whatFailsRightAfterTheProbesWereAnsweredIsAboutTheTextsAndClosesNothing() {
        var alone =
                new AskedEmbedder(
                        new Endpoints(relay, _ -> new Limiter(0), kept, Splitter.NONE),
                        world,
                        Meter.NONE,
                        SpentFor.EVENTS);
        relay.model.misbehave(
                new EmbedderFault.Fails("poison", () -> new Unavailable("500", Duration.ZERO)));
        List<String> texts = List.of("good", "poison");
        assertThatThrownBy(() -> alone.embed(texts, Embedder.Purpose.DOCUMENT))
                .isInstanceOf(Unavailable.class);
        world.jump(Duration.ofSeconds(2));

        assertThatThrownBy(() -> alone.embed(texts, Embedder.Purpose.DOCUMENT))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the probes are answered, and not these texts: 500");

        assertThat(alone.embed(List.of("good"), Embedder.Purpose.DOCUMENT).items()).hasSize(1);
    }
}
