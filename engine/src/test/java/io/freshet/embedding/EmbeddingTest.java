package io.freshet.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Base;
import io.freshet.Batch;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Chunk;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Embedded;
import io.freshet.EventType;
import io.freshet.Failure;
import io.freshet.Format;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Placement;
import io.freshet.Planned;
import io.freshet.Priority;
import io.freshet.Settlement;
import io.freshet.SpentFor;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final CountingEmbedder embedder =
            new CountingEmbedder(
                    "counting", new Embedder.Limits(8, 10_000, 2, Duration.ofSeconds(30)));
    private final MemoryVectors vectors = new MemoryVectors(new MemoryVectors.State());
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final Desk desk = new Desk();
    private final List<Embedded> done = new ArrayList<>();
    private final Limiter limiter = new Limiter(0);
    private final AskedEmbedder asked =
            new AskedEmbedder(Endpoints.of(embedder, limiter), world, Meter.NONE, SpentFor.EVENTS);
    private final Embedding embedding = new Embedding(world, vectors, asked, desk, done::add);

    @Test
    @Tag("I5")
    void aTextIsAskedForOnceWhoeverNeedsIt() {
        embedding.accept(planned(1, document("a", "one", "two"), document("b", "two", "three")));
        embedding.accept(planned(2, document("c", "three", "four")));
        run();
        embedding.accept(planned(3, document("d", "one", "four")));
        run();
        assertThat(done).hasSize(3).allMatch(batch -> batch.failures().isEmpty());
        assertThat(embedder.texts()).containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(embedding.spent().known()).isEqualTo(2);
    }

    @Test
    @Tag("I5")
    void twoCollectionsAskOnceBetweenThem() {
        List<Embedded> others = new ArrayList<>();
        Embedding other = new Embedding(world, vectors, asked, desk, others::add);
        embedding.accept(planned(1, document("a", "one", "two")));
        other.accept(planned(1, document("a", "two", "one")));
        boolean did = true;
        while (did) {
            did = embedding.step();
            did |= other.step();
            did |= world.advanceCall();
            did = did || world.passTime();
        }
        assertThat(done).hasSize(1);
        assertThat(others).hasSize(1);
        assertThat(embedder.texts()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    @Tag("I6")
    void aRefusedTextFailsItsDocumentAndNoOther() {
        embedder.misbehave(new EmbedderFault.Fails("bad", () -> new Refused("cannot read it")));
        embedding.accept(
                planned(
                        1,
                        document("a", "one", "two"),
                        document("b", "three", "bad"),
                        document("c", "four")));
        run();
        assertThat(done.getFirst().failures()).containsOnlyKeys(new DocumentId("b"));
        Failure failure = done.getFirst().failures().get(new DocumentId("b"));
        assertThat(failure.counts()).isTrue();
        assertThat(vectors.count(embedder.space().fingerprint())).isEqualTo(4);
    }

    @Test
    @Tag("I6")
    @Tag("A07")
    @Tag("A08")
    void noWrongAnswerIsEverKept() {
        List<EmbedderFault> faults =
                List.of(
                        new EmbedderFault.TooFew(),
                        new EmbedderFault.TooMany(),
                        new EmbedderFault.WrongWidth(),
                        new EmbedderFault.Zeros(),
                        new EmbedderFault.NotFinite());
        for (EmbedderFault fault : faults) {
            embedder.misbehave(fault);
            embedding.accept(planned(1, document("a", "one " + fault)));
            run();
            assertThat(done.getLast().failures()).as("%s", fault).hasSize(1);
            assertThat(vectors.count(embedder.space().fingerprint())).isZero();
        }
        embedder.behave();
        embedding.accept(planned(2, document("a", "one")));
        run();
        assertThat(done.getLast().failures()).isEmpty();
    }

    @Test
    @Tag("I6")
    void vectorsArePlacedByTheirIndex() {
        embedder.misbehave(new EmbedderFault.Reversed());
        embedding.accept(planned(1, document("a", "one", "two", "three")));
        run();
        embedder.behave();
        for (String text : List.of("one", "two", "three")) {
            float[] right =
                    embedder.embed(List.of(text), Embedder.Purpose.DOCUMENT)
                            .items()
                            .getFirst()
                            .values();
            String hash = Chunk.of(text, 1).hash();
            assertThat(vectors.find(embedder.space().fingerprint(), List.of(hash)).get(hash))
                    .isNotNull()
                    .satisfies(vector -> assertThat(vector.values()).isEqualTo(right));
        }
    }

    @Test
    @Tag("A11")
    void anEndpointThatIsDownCountsAgainstNoDocumentAndIsLeftAlone() {
        embedder.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("429", Duration.ofSeconds(5))));
        for (int i = 1; i <= 8; i++) {
            embedding.accept(planned(i, document("d" + i, "text " + i)));
        }
        run();
        assertThat(done).hasSize(8).allMatch(b -> b.failures().size() == 1);
        assertThat(done)
                .allSatisfy(
                        batch ->
                                assertThat(batch.failures().firstEntry().getValue())
                                        .satisfies(f -> assertThat(f.counts()).isFalse()));
        int asked = embedder.requestCount();
        embedding.accept(planned(9, document("e", "later")));
        run();
        assertThat(embedder.requestCount()).isEqualTo(asked);
        assertThat(limiter.problem()).contains("429");
        world.jump(Duration.ofSeconds(20));
        embedder.behave();
        embedding.accept(planned(10, document("e", "later")));
        run();
        assertThat(done.getLast().failures()).isEmpty();
        assertThat(limiter.problem()).isEmpty();
    }

    @Test
    void aSmallBatchIsSoonDoneBesideALargeOne() {
        String[] many = new String[400];
        for (int i = 0; i < many.length; i++) {
            many[i] = "text " + i;
        }
        embedding.accept(planned(1, document("large", many)));
        for (int i = 0; i < 10; i++) {
            embedding.step();
            world.advanceCall();
        }
        embedding.accept(planned(2, document("small", "edit")));
        run();
        assertThat(done).extracting(batch -> batch.planned().batch().id()).containsExactly(2L, 1L);
    }

    @Test
    void aBatchThatNeedsNothingPassesAtOnce() {
        embedding.accept(planned(1));
        assertThat(embedding.step()).isTrue();
        assertThat(done).hasSize(1);
    }

    private void run() {
        boolean did = true;
        while (did) {
            did = embedding.step();
            did |= world.advanceCall();
        }
    }

    private static Planned planned(long batch, DocumentChange... changes) {
        List<Pending> members = new ArrayList<>();
        for (DocumentChange change : changes) {
            members.add(pending(change.document()));
        }
        if (members.isEmpty()) {
            members.add(pending(new DocumentId("none")));
        }
        return new Planned(
                new Batch(batch, false, members),
                List.of(changes),
                List.of(),
                List.of(),
                new TreeMap<>());
    }

    private static Pending pending(DocumentId document) {
        return new Pending(
                document,
                new Change.Upsert(Optional.empty(), new MetadataChange.Keep()),
                1,
                Priority.NORMAL,
                OptionalLong.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                OptionalLong.empty());
    }

    private static DocumentChange document(String id, String... texts) {
        List<Chunk> added = new ArrayList<>();
        List<Placement> placements = new ArrayList<>();
        int start = 0;
        for (String text : texts) {
            Chunk chunk = Chunk.of(text, 1);
            added.add(chunk);
            placements.add(new Placement(chunk.hash(), start, start + text.length(), 1, List.of()));
            start += text.length() + 1;
        }
        DocumentId document = new DocumentId(id);
        return new DocumentChange(
                EventType.INSERT,
                Base.none(document),
                new Settlement(document, 1, OptionalLong.empty()),
                Instant.EPOCH,
                Optional.of(
                        new DocumentChange.Body(
                                new Content(Format.PLAIN, String.join("\n", texts)),
                                Metadata.NONE,
                                Metadata.NONE,
                                placements)),
                added,
                List.of(),
                0);
    }
}
