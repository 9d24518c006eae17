package io.freshet.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What a power cut does to the files of a process that was just killed: whatever they had not
/// synced is taken back, and a drawn part of it is written again, sector by sector and in order, so
/// that a write may be lost, kept or torn in the middle.
final class PowerCut {
    private static final int SECTOR = 512;
    private static final int HEADER = 5 * Long.BYTES;

    private final SplittableRandom chance;
    private int lost;
    private int torn;

    PowerCut(SplittableRandom chance) {
        this.chance = chance;
    }

    /// As `struct record` of `faulty_disk.c`.
    private record Change(
            boolean isTruncation, long offset, long oldSize, ByteBuffer before, ByteBuffer after) {}

    /// Writes that are gone as a whole, so far.
    int lost() {
        return lost;
    }

    /// Writes of which a part is gone, so far.
    int torn() {
        return torn;
    }

    void happen(FaultyDisk disk) {
        try {
            Map<String, Path> files = files(disk.data());
            for (Path log : list(disk.undo())) {
                Path file = files.get(log.getFileName().toString());
                if (file != null) {
                    cut(file, changes(log));
                }
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /// By the name of their undo log.
    private static Map<String, Path> files(Path data) throws IOException {
        Map<String, Path> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
                long born =
                        ((FileTime) Files.getAttribute(file, "creationTime"))
                                .to(TimeUnit.NANOSECONDS);
                files.put(
                        "%d-%d%09d".formatted(inode, born / 1_000_000_000, born % 1_000_000_000),
                        file);
            }
        }
        return files;
    }

    /// The last one may be cut off by the kill: then it was not made.
    private static List<Change> changes(Path log) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.nativeOrder());
        List<Change> changes = new ArrayList<>();
        while (bytes.remaining() >= HEADER) {
            boolean isTruncation = bytes.getLong() != 0;
            long offset = bytes.getLong();
            int length = (int) bytes.getLong();
            long oldSize = bytes.getLong();
            int oldBytes = (int) bytes.getLong();
            if (bytes.remaining() < oldBytes + length) {
                break;
            }
            ByteBuffer before = taken(bytes, oldBytes);
            changes.add(new Change(isTruncation, offset, oldSize, before, taken(bytes, length)));
        }
        return changes;
    }

    private static ByteBuffer taken(ByteBuffer bytes, int count) {
        ByteBuffer part = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return part;
    }

    private void cut(Path file, List<Change> changes) throws IOException {
        double kept = new double[] {0, 0, 0.5, 0.9}[chance.nextInt(4)];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (Change change : changes.reversed()) {
                resize(channel, change.oldSize);
                channel.write(change.before.duplicate(), change.offset);
            }
            for (Change change : changes) {
                redo(channel, change, kept);
            }
        }
    }

    private void redo(FileChannel channel, Change change, double kept) throws IOException {
        if (change.isTruncation) {
            if (chance.nextDouble() < kept) {
                resize(channel, change.offset);
            }
            return;
        }
        int gone = 0;
        int sectors = 0;
        int length = change.after.capacity();
        for (int at = 0; at < length; sectors++) {
            int end = (int) Math.min(length, at + SECTOR - (change.offset + at) % SECTOR);
            if (chance.nextDouble() < kept) {
                channel.write(change.after.slice(at, end - at), change.offset + at);
            } else {
                gone++;
            }
            at = end;
        }
        lost += gone == sectors ? 1 : 0;
        torn += gone > 0 && gone < sectors ? 1 : 0;
    }

    private static void resize(FileChannel channel, long size) throws IOException {
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }
}
