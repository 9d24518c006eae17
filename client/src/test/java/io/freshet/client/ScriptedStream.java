package io.freshet.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A stream whose connections say what they are told to. The last one stays open, and says nothing
/// more, until it is closed.
final class ScriptedStream implements Socket.Opening {
    private static final int WAIT_SECONDS = 120;

    private final Deque<Deque<Supplier<String>>> connections = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final TurnedTiming timing;

    ScriptedStream(TurnedTiming timing) {
        this.timing = timing;
    }

    /// The next connection, which cannot be opened.
    ScriptedStream refuses(FreshetException failure) {
        return connection().ends(failure);
    }

    /// The next connection.
    ScriptedStream connection() {
        connections.add(new ArrayDeque<>());
        return this;
    }

    /// With single quotes.
    ScriptedStream says(String json) {
        connections.getLast().add(() -> json.replace('\'', '"'));
        return this;
    }

    ScriptedStream subscribed(long version) {
        return says(
                "{'type':'subscribed','collection':'notes','index_version':"
                        + version
                        + ",'history':'h'}");
    }

    ScriptedStream update(String position) {
        return says(update(position, "doc"));
    }

    static String update(String position, String document) {
        return "{'type':'index_update','collection':'notes','position':'"
                + position
                + "','event':{'event_type':'update','document_id':'"
                + document
                + "','timestamp':'2026-11-24T10:00:00Z','index_version':1,'metadata':{},"
                + "'chunks':{'added':1,'removed':0,'kept':0}}}";
    }

    ScriptedStream lasts(Duration time) {
        connections
                .getLast()
                .add(
                        () -> {
                            timing.pass(time);
                            return "{\"type\":\"of a later server\"}";
                        });
        return this;
    }

    ScriptedStream ends(FreshetException how) {
        connections
                .getLast()
                .add(
                        () -> {
                            throw how;
                        });
        return this;
    }

    ScriptedStream cut() {
        return ends(FreshetConnectionException.ended("cut", null));
    }

    /// What was sent on each connection, once all that the script holds is said.
    List<String> requests() {
        await(over);
        return List.copyOf(requests);
    }

    @Override
    public Socket open() {
        return new Scripted(connections.removeFirst());
    }

    private final class Scripted implements Socket {
        private final Deque<Supplier<String>> says;
        private final CountDownLatch closed = new CountDownLatch(1);

        Scripted(Deque<Supplier<String>> says) {
            this.says = says;
        }

        @Override
        public void send(String text) {
            requests.add(text);
        }

        @Override
        public String next(Duration silenceMax) {
            if (!says.isEmpty()) {
                return says.removeFirst().get();
            }
            over.countDown();
            await(closed);
            throw FreshetConnectionException.ended("closed", null);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("what was waited for did not happen");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
