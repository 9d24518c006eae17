package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Documents as lines of events, each read when its line is asked for: what is in memory is one
/// document, however many there are. One thread reads it; any thread may ask how far it has come
/// and [#stop] it.
final class DocumentLines extends InputStream {
    private final Iterator<? extends Input> documents;
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger notText = new AtomicInteger();
    private volatile boolean stopped;
    private byte[] line = new byte[0];
    private int at;

    DocumentLines(List<? extends Input> documents) {
        this.documents = documents.iterator();
    }

    /// What becomes a document.
    interface Input {
        String id();

        String mediaType();

        /// Empty where it is no text in UTF-8.
        Optional<String> text() throws IOException;
    }

    /// A text that was given.
    record Given(String id, String given) implements Input {
        @Override
        public String mediaType() {
            return "text/markdown";
        }

        @Override
        public Optional<String> text() {
            return Optional.of(given);
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, into, from, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (at == line.length) {
            if (stopped || !documents.hasNext()) {
                return false;
            }
            next(documents.next());
        }
        return true;
    }

    private void next(Input document) throws IOException {
        Optional<String> text = document.text();
        if (text.isEmpty()) {
            notText.incrementAndGet();
            return;
        }
        String event =
                Json.text(
                        Json.object()
                                .put("event_type", "update")
                                .put("document_id", document.id())
                                .put("text", text.get())
                                .put("media_type", document.mediaType()));
        line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
        sent.add(document.id());
    }

    /// It ends with the line that it is in.
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    int count() {
        return sent.size();
    }

    /// Ids of the lines so far, in order.
    List<String> sent() {
        synchronized (sent) {
            return new ArrayList<>(sent);
        }
    }

    int notText() {
        return notText.get();
    }
}
