package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A subscriber, its time and its connections in a script.
@Tag("I9")
final class SubscriptionTest {
    private static final String EXPIRED =
            "{'type':'error','code':'resume_expired','message':'gone','collection':'notes',"
                    + "'oldest_version':18,'index_version':20}";

    private final TurnedTiming timing = new TurnedTiming(1);
    private final ScriptedStream stream = new ScriptedStream(timing);
    private final List<String> handled = new ArrayList<>();
    private final List<RuntimeException> errors = new ArrayList<>();
    private final CountDownLatch failed = new CountDownLatch(1);

    private Subscriber subscriber() {
        return Subscriber.onUpdate(update -> handled.add(update.position()))
                .onVersion(version -> handled.add(version.position()))
                .onError(
                        e -> {
                            errors.add(e);
                            failed.countDown();
                        });
    }

    private Subscription start(Subscriber subscriber) {
        return Subscription.start("notes", subscriber, stream, timing);
    }

    @Test
    void eachChangeIsHandedOverOnceAndItGoesOnBehindTheLastHandledOne() {
        stream.connection().subscribed(4).update("p1").update("p2").cut();
        stream.connection().subscribed(5).update("p2").update("p3");

        try (Subscription subscription = start(subscriber().since("p0"))) {
            assertThat(stream.requests())
                    .containsExactly(
                            "{\"action\":\"subscribe\",\"collection\":\"notes\",\"since\":\"p0\"}",
                            "{\"action\":\"subscribe\",\"collection\":\"notes\",\"since\":\"p2\"}");
            assertThat(subscription.position()).contains("p3");
        }
        assertThat(handled).containsExactly("p1", "p2", "p3");
        assertThat(errors).isEmpty();
    }

    @Test
    void twoCutsBeforeAnyChangeLoseNothing() {
        stream.connection().subscribed(4).cut();
        stream.connection().subscribed(7).cut();
        stream.connection().subscribed(9).update("p5");
        String behindFour =
                "{\"action\":\"subscribe\",\"collection\":\"notes\",\"since_version\":4,\"history\":\"h\"}";

        try (Subscription _ = start(subscriber())) {
            assertThat(stream.requests())
                    .containsExactly(
                            "{\"action\":\"subscribe\",\"collection\":\"notes\"}",
                            behindFour,
                            behindFour);
        }
        assertThat(handled).containsExactly("p5");
    }

    @Test
    void itComesAgainMoreAndMoreSlowlyUntilAConnectionWasStable() {
        stream.refuses(FreshetConnectionException.ended("cut", null));
        stream.refuses(FreshetConnectionException.ended("cut", null));
        stream.connection().subscribed(1).lasts(Duration.ofSeconds(59)).cut();
        stream.connection().subscribed(1).lasts(Duration.ofSeconds(60)).cut();
        stream.connection().subscribed(1);

        try (Subscription _ = start(subscriber())) {
            stream.requests();
            assertThat(timing.pauses())
                    .extracting(Duration::toSeconds)
                    .containsExactly(1L, 2L, 4L, 1L);
        }
    }

    @Test
    void whatTheServerAsksForIsObeyed() {
        var full = new FreshetApiException(503, Map.of(), Duration.ofSeconds(90), "full");
        stream.refuses(full).refuses(JdkSocket.closed(1013, "starting"));
        stream.connection().subscribed(1);

        try (Subscription _ = start(subscriber())) {
            stream.requests();
            assertThat(timing.pauses()).extracting(Duration::toSeconds).containsExactly(91L, 3L);
        }
    }

    @Test
    void aGapIsToldWithTheOldestVersionAndWhatFollowsBeginsBehindIt() {
        stream.connection().says(EXPIRED);
        stream.connection().subscribed(20).cut();
        stream.connection().subscribed(21).update("p21");
        AtomicReference<Gap> told = new AtomicReference<>();

        try (Subscription _ = start(subscriber().onGap(told::set).since("p3"))) {
            assertThat(stream.requests().get(2)).contains("\"since_version\":20,\"history\":\"h\"");
        }
        assertThat(told.get()).isEqualTo(new Gap("notes", 18L, 20, "h", "gone"));
        assertThat(handled).containsExactly("p21");
        assertThat(errors).isEmpty();
        assertThat(timing.pauses()).first().isEqualTo(Duration.ZERO);
    }

    @Test
    void aGapThatNobodyTakesIsAnErrorAndTheSubscriptionGoesOn() {
        stream.connection().says(EXPIRED);
        stream.connection().subscribed(20).update("p21");

        try (Subscription subscription = start(subscriber().since("p3"))) {
            stream.requests();
            assertThat(subscription.isClosed()).isFalse();
        }
        assertThat(errors)
                .singleElement()
                .isInstanceOfSatisfying(
                        FreshetApiException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("resume_expired");
                            assertThat(e.problem()).containsEntry("oldest_version", 18L);
                        });
        assertThat(handled).containsExactly("p21");
    }

    @Test
    void aCallThatThrowsEndsItAndTheChangeIsNotHandled() {
        stream.connection().subscribed(1).update("p1").update("p2");
        RuntimeException full = new IllegalStateException("the cache is full");
        Subscriber throwing =
                Subscriber.onUpdate(
                                update -> {
                                    if (update.position().equals("p2")) {
                                        throw full;
                                    }
                                })
                        .onError(
                                e -> {
                                    errors.add(e);
                                    failed.countDown();
                                });

        try (Subscription subscription = start(throwing)) {
            ScriptedStream.await(failed);
            assertThat(errors).containsExactly(full);
            assertThat(subscription.isClosed()).isTrue();
            assertThat(subscription.position()).contains("p1");
        }
    }

    @Test
    void whatComingAgainCannotMendEndsIt() {
        stream.connection().says("{'type':'error','code':'invalid_position','message':'no'}");

        try (Subscription subscription = start(subscriber().since("nonsense"))) {
            ScriptedStream.await(failed);
            assertThat(subscription.isClosed()).isTrue();
            assertThat(errors.getFirst()).hasMessageContaining("invalid_position");
        }
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        stream.connection()
                .says("{'type':'connected','protocol':9,'more':[]}")
                .subscribed(1)
                .says("{'type':'invented_later','position':'p1'}")
                .says(ScriptedStream.update("p2", "a").replace("'chunks'", "'new':1,'chunks'"));

        try (Subscription _ = start(subscriber())) {
            stream.requests();
        }
        assertThat(handled).containsExactly("p2");
    }

    @Test
    void closingWaitsForTheCallThatRunsAndNothingIsCalledAfterIt() {
        stream.connection().subscribed(1).update("p1").update("p2");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Subscription subscription =
                start(
                        Subscriber.onUpdate(
                                update -> {
                                    running.countDown();
                                    ScriptedStream.await(mayReturn);
                                    handled.add(update.position());
                                }));
        ScriptedStream.await(running);

        var closing = CompletableFuture.runAsync(subscription::close);
        while (!subscription.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(closing).isNotDone();
        mayReturn.countDown();
        closing.join();

        assertThat(handled).containsExactly("p1");
        assertThat(subscription.position()).contains("p1");
    }

    @Test
    void aCallMayCloseItsOwnSubscription() {
        stream.connection().subscribed(1).update("p1").update("p2");
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Subscription subscription =
                start(
                        Subscriber.onUpdate(
                                update -> {
                                    handled.add(update.position());
                                    self.join().close();
                                    done.countDown();
                                }));
        self.complete(subscription);

        ScriptedStream.await(done);
        subscription.close();
        assertThat(handled).containsExactly("p1");
    }

    @Test
    void closingDoesNotWaitForAConnectionThatDoesNotComeAbout() {
        CountDownLatch connecting = new CountDownLatch(1);
        Socket.Opening never =
                () -> {
                    connecting.countDown();
                    try {
                        new CountDownLatch(1).await();
                        throw new AssertionError("nobody counts it down");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw FreshetConnectionException.interrupted(e);
                    }
                };
        Subscription subscription = Subscription.start("notes", subscriber(), never, timing);
        ScriptedStream.await(connecting);

        subscription.close();

        assertThat(subscription.isClosed()).isTrue();
        assertThat(errors).isEmpty();
    }

    @Test
    void oneThatIsClosedJustBeforeItConnectsDoesNotConnect() {
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Timing closing =
                new Timing() {
                    @Override
                    public long nanoTime() {
                        self.join().close();
                        return 0;
                    }

                    @Override
                    public double chance() {
                        return 0;
                    }

                    @Override
                    public boolean pause(Duration time, CountDownLatch until) {
                        return true;
                    }
                };
        List<String> opened = new ArrayList<>();
        Socket.Opening counting =
                () -> {
                    opened.add("once");
                    throw FreshetConnectionException.ended("cut", null);
                };
        Subscription subscription = Subscription.start("notes", subscriber(), counting, closing);
        self.complete(subscription);
        while (!subscription.isClosed()) {
            Thread.onSpinWait();
        }

        subscription.close();

        assertThat(opened).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void chunksThatCameBeforeTheirUpdateArePutTogetherWithIt() {
        String part =
                "{'type':'index_chunks','collection':'notes','document_id':'doc','index_version':1,"
                        + "'added':[{'chunk_id':'c1','ordinal':0,'text':'one'}]}";
        String update =
                ScriptedStream.update("p1", "doc")
                        .replace(
                                "'chunks'",
                                "'entered':true,'added':[{'chunk_id':'c2','ordinal':1,'vector':[0.5]}],"
                                        + "'removed':['c0'],'order':['c1','c2'],'whole':true,'chunks'");
        stream.connection().subscribed(1).says(part).cut();
        stream.connection().subscribed(1).says(part).says(update).update("p2");
        List<IndexUpdate> updates = new ArrayList<>();
        Subscriber wanting =
                Subscriber.onUpdate(updates::add)
                        .prefix("d")
                        .filter(Map.of("team", "billing"))
                        .eventTypes("insert", "update")
                        .include(Subscriber.Include.TEXT, Subscriber.Include.VECTOR)
                        .since("p0");

        try (Subscription _ = start(wanting)) {
            assertThat(stream.requests().getFirst())
                    .contains("\"prefix\":\"d\"", "\"filter\":{\"team\":\"billing\"}")
                    .contains("\"event_types\":[\"insert\",\"update\"]")
                    .contains("\"include\":[\"text\",\"vector\"]", "\"since\":\"p0\"");
        }
        ChunkChange content = updates.getFirst().content();
        assertThat(content.added())
                .extracting(ChunkChange.Added::chunkId)
                .containsExactly("c1", "c2");
        assertThat(content.order()).containsExactly("c1", "c2");
        assertThat(content.whole()).isTrue();
        assertThat(updates.getFirst().entered()).isTrue();
        assertThat(updates.get(1).content()).isNull();
    }
}
