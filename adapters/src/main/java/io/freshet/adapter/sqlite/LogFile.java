package io.freshet.adapter.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a database's log (`…-wal`) holds, read without SQLite, which says nothing where it leaves
/// out a part of a damaged one.
///
/// @param salts of its present run; frames of earlier runs have others
/// @param frames whole ones, up to the last commit
/// @param pages by number, the last frame that holds each
/// @param isHeaderDamaged nothing of it can be read
record LogFile(
        Path path,
        long salts,
        int frames,
        SortedMap<Integer, Integer> pages,
        boolean isHeaderDamaged) {
    static final int PAGE_BYTES = 4096;

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
    private static final int SALTS_AT = 16;
    private static final int MAGIC = 0x377f0682;

    static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /// Empty where there is none.
    static LogFile read(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) < HEADER_BYTES) {
            return new LogFile(path, 0, 0, new TreeMap<>(), false);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new Reader(path, channel).read();
        }
    }

    /// Of the run that a log is in; 0 where there is none.
    static long salts(FileChannel log) throws IOException {
        ByteBuffer salts = ByteBuffer.allocate(Long.BYTES);
        return log.read(salts, SALTS_AT) < Long.BYTES ? 0 : salts.getLong(0);
    }

    /// The page that a frame holds.
    static ByteBuffer page(FileChannel log, int frame) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
        long at = HEADER_BYTES + (frame - 1L) * FRAME_BYTES + FRAME_HEADER_BYTES;
        while (page.hasRemaining()) {
            int read = log.read(page, at + page.position());
            if (read < 0) {
                throw new IOException("log ends within frame " + frame);
            }
        }
        return page.flip();
    }

    /// Goes through the log once. SQLite's checksums run on from frame to frame.
    private static final class Reader {
        private final Path path;
        private final FileChannel channel;
        private final SortedMap<Integer, Integer> pages = new TreeMap<>();
        private final SortedMap<Integer, Integer> uncommitted = new TreeMap<>();
        private ByteOrder words = ByteOrder.LITTLE_ENDIAN;
        private int first;
        private int second;

        Reader(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        LogFile read() throws IOException {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            channel.read(header, 0);
            words = (header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            add(header, 0, FRAME_HEADER_BYTES);
            boolean isSound =
                    (header.getInt(0) & ~1) == MAGIC
                            && header.getInt(8) == PAGE_BYTES
                            && header.getInt(24) == first
                            && header.getInt(28) == second;
            if (!isSound) {
                return new LogFile(path, 0, 0, pages, true);
            }
            long salts = header.getLong(SALTS_AT);
            return new LogFile(path, salts, frames(salts), pages, false);
        }

        private int frames(long salts) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
            channel.position(HEADER_BYTES);
            int committed = 0;
            for (int number = 1; isWhole(frame, salts); number++) {
                uncommitted.put(frame.getInt(0), number);
                if (frame.getInt(4) != 0) {
                    pages.putAll(uncommitted);
                    uncommitted.clear();
                    committed = number;
                }
            }
            return committed;
        }

        /// Reads the next frame.
        private boolean isWhole(ByteBuffer frame, long salts) throws IOException {
            frame.clear();
            while (frame.hasRemaining()) {
                if (channel.read(frame) < 0) {
                    return false;
                }
            }
            add(frame, 0, Long.BYTES);
            add(frame, FRAME_HEADER_BYTES, PAGE_BYTES);
            return frame.getLong(Long.BYTES) == salts
                    && frame.getInt(16) == first
                    && frame.getInt(20) == second;
        }

        private void add(ByteBuffer bytes, int from, int length) {
            ByteBuffer ordered = bytes.duplicate().order(words);
            for (int at = from; at < from + length; at += 2 * Integer.BYTES) {
                first += ordered.getInt(at) + second;
                second += ordered.getInt(at + Integer.BYTES) + first;
            }
        }
    }
}
