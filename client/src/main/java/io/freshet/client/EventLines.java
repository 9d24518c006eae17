package io.freshet.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;

/// Events as lines of JSON, made while they are read: however many there are, one is in memory.
/// Confined to the thread that reads.
final class EventLines extends InputStream {
    private final Iterator<Event> events;
    private byte[] line = new byte[0];
    private int at;

    EventLines(Iterator<Event> events) {
        this.events = events;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int filled = 0;
        while (filled < length && (at < line.length || nextLine())) {
            int part = Math.min(length - filled, line.length - at);
            System.arraycopy(line, at, into, offset + filled, part);
            at += part;
            filled += part;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean nextLine() {
        if (!events.hasNext()) {
            return false;
        }
        byte[] json = JsonText.bytes(events.next().json());
        line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        at = 0;
        return true;
    }
}
