package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Three hundred subscribers and a server that is stopped and started again.
@Tag("I9")
@Tag("A25")
final class HerdTest {
    private static final int CLIENTS = 300;
    private static final int VERSIONS = 20;

    /// So many find nobody there before the server is back.
    private static final int REFUSED = CLIENTS / 2;

    private static final int BUCKETS_PRINTED = 100;
    private static final long BUCKET_NANOS = Duration.ofMillis(100).toNanos();

    /// A tenth of them were even; all of them is what a herd is.
    private static final int AT_ONCE_MAX = CLIENTS / 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Long> connects = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> firstPauses = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch half = new CountDownLatch(CLIENTS);
    private final CountDownLatch refused = new CountDownLatch(REFUSED);
    private final CountDownLatch all = new CountDownLatch(CLIENTS);

    /// Real time, and chance from a seed; notes what was drawn first.
    private final class Seeded implements Timing {
        private final SplittableRandom random;
        private boolean hasPaused;

        Seeded(long seed) {
            this.random = new SplittableRandom(seed);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public double chance() {
            return random.nextDouble();
        }

        @Override
        public boolean pause(Duration time, CountDownLatch until) throws InterruptedException {
            if (!hasPaused) {
                hasPaused = true;
                firstPauses.add(time.toNanos());
            }
            return Timing.SYSTEM.pause(time, until);
        }
    }

    /// What one of them was handed over.
    private final class One {
        private final List<String> positions = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();
        private final List<RuntimeException> errors = new ArrayList<>();

        void take(IndexUpdate update) {
            positions.add(update.position());
        }

        void take(BatchComplete version) {
            positions.add(version.position());
            versions.add(version.indexVersion());
            if (versions.size() == VERSIONS / 2) {
                half.countDown();
            } else if (versions.size() == VERSIONS) {
                all.countDown();
            }
        }
    }

    private Socket open(URI uri) {
        connects.add(System.nanoTime());
        try {
            return JdkSocket.open(http, uri, Optional.empty(), Duration.ofSeconds(30));
        } catch (FreshetException e) {
            refused.countDown();
            throw e;
        }
    }

    @Test
    void theyDoNotComeBackAtOnceAndMissAndRepeatNothing() throws Exception {
        List<One> ones = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            FreshetCollection herd = client.collection("knowledge_base");
            URI uri = URI.create("ws://localhost:" + server.port() + "/v1/stream");
            for (int i = 0; i < CLIENTS; i++) {
                One one = new One();
                ones.add(one);
                Subscriber subscriber =
                        Subscriber.onUpdate(one::take)
                                .onVersion(one::take)
                                .onError(one.errors::add)
                                .sinceVersion(0, null);
                subscriptions.add(
                        Subscription.start(
                                herd.name(), subscriber, () -> open(uri), new Seeded(i)));
            }
            putVersions(herd, 1, VERSIONS / 2);
            await(half);

            long stopped = System.nanoTime();
            server.stop();
            await(refused);
            server.startAgain();
            // the other client may hold a connection of the server that is gone
            try (FreshetClient fresh = FreshetClient.connect(server.url())) {
                putVersions(fresh.collection(herd.name()), VERSIONS / 2 + 1, VERSIONS);
            }
            await(all);

            print(stopped);
            subscriptions.forEach(Subscription::close);
        }
        List<Long> expected = LongStream.rangeClosed(1, VERSIONS).boxed().toList();
        assertThat(ones)
                .allSatisfy(
                        one -> {
                            assertThat(one.versions).isEqualTo(expected);
                            assertThat(one.positions).hasSize(2 * VERSIONS).doesNotHaveDuplicates();
                            assertThat(one.errors).isEmpty();
                        });
        assertThat(firstPauses).hasSize(CLIENTS);
        assertThat(most(firstPauses)).isLessThanOrEqualTo(AT_ONCE_MAX);
    }

    private static void putVersions(FreshetCollection herd, int first, int last) {
        for (int version = first; version <= last; version++) {
            Accepted put = herd.put("doc", "Text " + version, Write.await(Duration.ofSeconds(60)));
            assertThat(put.indexVersion()).isEqualTo(version);
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
    }

    /// Of any 100 ms, how many chose to come in it.
    private static int most(List<Long> pauses) {
        int[] buckets = new int[BUCKETS_PRINTED];
        pauses.forEach(pause -> buckets[(int) (pause / BUCKET_NANOS)]++);
        return java.util.Arrays.stream(buckets).max().orElse(0);
    }

    private void print(long stopped) {
        int[] buckets = new int[BUCKETS_PRINTED];
        int last = 0;
        for (long connect : List.copyOf(connects)) {
            int bucket = (int) Math.floorDiv(connect - stopped, BUCKET_NANOS);
            if (bucket >= 0 && bucket < buckets.length) {
                buckets[bucket]++;
                last = Math.max(last, bucket);
            }
        }
        StringBuilder line = new StringBuilder("connects per 100 ms after the stop:");
        for (int i = 0; i <= last; i++) {
            line.append(' ').append(buckets[i]);
        }
        System.out.println(line);
    }
}
