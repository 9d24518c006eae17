package io.freshet.server.cli;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Unread;
import io.freshet.server.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Documents as lines of events, each read when its line is asked for: what is in memory is one
/// document, however many there are. They come in parts, each a request of its own: so what was
/// accepted is known as it goes on, and [#stop] never waits for more than a part. One thread reads
/// it; any thread may ask how far it has come and [#stop] it.
final class DocumentLines extends InputStream {
    private static final int PART_LINES_MAX = 500;
    private static final int PART_BYTES_MAX = 4 << 20;

    private final Iterator<Input> documents;
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<Skipped> skipped = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;
    private byte[] line = new byte[0];
    private int at;
    private int partLines;
    private int partBytes;

    DocumentLines(List<Input> documents) {
        this.documents = documents.iterator();
    }

    /// Begins the next part.
    ///
    /// @return whether there is one
    boolean begin() {
        partLines = 0;
        partBytes = 0;
        return fill();
    }

    @Override
    public int read() {
        return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
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

    private boolean fill() {
        while (at == line.length) {
            boolean isFull = partLines >= PART_LINES_MAX || partBytes >= PART_BYTES_MAX;
            if (isFull || stopped || !documents.hasNext()) {
                return false;
            }
            next(documents.next());
        }
        return true;
    }

    private void next(Input document) {
        switch (document.read()) {
            case Unread(_, String reason) ->
                    skipped.add(new Skipped(document.id(), reason, document.isNamed()));
            case Decoded.Read(Content content) -> {
                line = (event(document.id(), content) + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
                partLines++;
                partBytes += line.length;
                sent.add(document.id());
            }
        }
    }

    private static String event(String id, Content content) {
        return Json.text(
                Json.object()
                        .put("event_type", "update")
                        .put("document_id", id)
                        .put("text", content.text())
                        .put("media_type", content.format().mediaType()));
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

    /// What could not be read so far.
    List<Skipped> skipped() {
        synchronized (skipped) {
            return new ArrayList<>(skipped);
        }
    }
}
