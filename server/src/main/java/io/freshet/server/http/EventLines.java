package io.freshet.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// The lines of a body, read one at a time in bounded memory. A line ends with a line feed or with
/// the body; a carriage return before it is not part of it, and neither is a byte order mark at the
/// beginning. Blank lines are numbered and passed over. Confined to one thread.
final class EventLines {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int bytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int until;
    private byte[] line = new byte[BUFFER_BYTES];
    private int length;
    private boolean tooLong;
    private boolean ended;
    private long number;

    /// @param bytesMax of a line
    EventLines(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /// One that is not blank.
    sealed interface Line {
        /// From 1, the blank ones counted.
        long number();

        record Whole(long number, byte[] bytes) implements Line {}

        /// It was read over and nothing of it was kept.
        record TooLong(long number) implements Line {}
    }

    /// Empty at the end.
    Optional<Line> next() throws IOException {
        while (!ended) {
            begin();
            if (tooLong) {
                return Optional.of(new Line.TooLong(number));
            }
            int start = number == 1 ? start() : 0;
            if (!isBlank(start)) {
                return Optional.of(new Line.Whole(number, Arrays.copyOfRange(line, start, length)));
            }
        }
        return Optional.empty();
    }

    /// Reads up to the next line feed, or the end.
    private void begin() throws IOException {
        number++;
        length = 0;
        tooLong = false;
        line = line.length > BUFFER_BYTES ? new byte[BUFFER_BYTES] : line;
        while (true) {
            if (from == until && !fill()) {
                ended = true;
                return;
            }
            int at = from;
            while (at < until && buffer[at] != '\n') {
                at++;
            }
            append(at - from);
            boolean isWhole = at < until;
            from = isWhole ? at + 1 : at;
            if (isWhole) {
                return;
            }
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        until = Math.max(0, in.read(buffer));
        return until > 0;
    }

    private void append(int count) {
        if (tooLong || length + count > bytesMax) {
            tooLong = true;
            return;
        }
        if (length + count > line.length) {
            int larger = Math.max(length + count, (int) Math.min(bytesMax, 2L * line.length));
            line = Arrays.copyOf(line, larger);
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
    }

    private int start() {
        int marked = BYTE_ORDER_MARK.length;
        boolean isMarked =
                length >= marked && Arrays.equals(line, 0, marked, BYTE_ORDER_MARK, 0, marked);
        return isMarked ? marked : 0;
    }

    private boolean isBlank(int start) {
        while (length > start && line[length - 1] == '\r') {
            length--;
        }
        for (int i = start; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
