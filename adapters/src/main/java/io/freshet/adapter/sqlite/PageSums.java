package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Checksums of a database's pages, and how far its log had come, in a file beside it (`…-sums`): a
/// flipped bit, a page that was never written and a log that was cut are named at the start instead
/// of read. SQLite checks the log alone, and leaves out what follows damage in it without a word.
///
/// **The rule.** The sum of every page that is not in the log is right. A page changes in the log
/// first; so before what is in the log may be forgotten, the sums of its pages are written and
/// synced ([#absorb]). A crash at any point leaves either the log or the sums.
///
/// **The log's end** is noted after each commit and not synced: after a crash of the process it is
/// exact, after a power failure it may be an earlier one, which claims less.
///
/// Confined to whoever writes the database.
final class PageSums implements AutoCloseable {
    private static final long MAGIC = 0x46725375_6D730001L;
    private static final int HEADER_BYTES = 64;
    private static final int END_AT = 16;
    private static final int END_BYTES = 16;
    private static final int ENTRY_BYTES = 8;
    private static final int BLOCK_PAGES = 256;

    private final Path database;
    private final Path file;
    private final FileChannel channel;
    private @Nullable FileChannel log;
    private boolean isUsable;

    private PageSums(Path database, Path file, FileChannel channel) throws IOException {
        this.database = database;
        this.file = file;
        this.channel = channel;
        ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
        isUsable = channel.read(magic, 0) == Long.BYTES && magic.getLong(0) == MAGIC;
    }

    static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + "-sums");
    }

    /// Of a database that is not open.
    static void drop(Path database) {
        try {
            Files.deleteIfExists(beside(database));
        } catch (IOException e) {
            throw Failures.io(database, e);
        }
    }

    static PageSums open(Path database) throws IOException {
        Path file = beside(database);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new PageSums(database, file, channel);
    }

    /// Whether they say anything. They do not where the file is new, or damaged itself.
    boolean isUsable() {
        return isUsable;
    }

    /// Compares all with the sums, before SQLite opens the database.
    ///
    /// @param bytesMax a larger database is not read through
    ///
    /// @throws Corrupt where something is not what was written
    void verify(long bytesMax) throws IOException {
        LogFile now = LogFile.read(LogFile.beside(database));
        checkEnd(now);
        absorb(now);
        if (isUsable && Files.size(database) <= bytesMax) {
            compare(now);
        }
    }

    private void checkEnd(LogFile now) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(END_BYTES);
        channel.read(end, END_AT);
        int frames = end.getInt(8);
        boolean isKnown = frames > 0 && end.getInt(12) == sum(end.slice(0, 12), 0);
        boolean isOther =
                !now.isHeaderDamaged() && now.salts() != 0 && now.salts() != end.getLong(0);
        if (isKnown && !isOther && now.frames() < frames) {
            throw new Corrupt(
                    "the log of a database is damaged or gone, and with it what was acknowledged;"
                            + " file="
                            + now.path()
                            + " frame="
                            + (now.frames() + 1)
                            + " of="
                            + frames,
                    new IOException("log ends early"));
        }
    }

    /// Everything that the log holds is in the sums from now on. While SQLite has it open, nobody
    /// may write.
    void absorb() throws IOException {
        if (isUsable) {
            LogFile now = LogFile.read(LogFile.beside(database));
            checkEnd(now);
            absorb(now);
        }
    }

    private void absorb(LogFile now) throws IOException {
        if (now.pages().isEmpty()) {
            return;
        }
        try (FileChannel pages = FileChannel.open(now.path(), StandardOpenOption.READ)) {
            for (Map.Entry<Integer, Integer> page : now.pages().entrySet()) {
                int sum = sum(LogFile.page(pages, page.getValue()), page.getKey());
                write(entry(ByteBuffer.allocate(ENTRY_BYTES), sum).flip(), at(page.getKey()));
            }
        }
        channel.force(false);
    }

    private void compare(LogFile now) throws IOException {
        int pages = Math.toIntExact((channel.size() - HEADER_BYTES) / ENTRY_BYTES);
        try (FileChannel from = FileChannel.open(database, StandardOpenOption.READ)) {
            int there = Math.toIntExact(from.size() / LogFile.PAGE_BYTES);
            for (int first = 1; first <= Math.max(pages, there); first += BLOCK_PAGES) {
                ByteBuffer block =
                        read(from, (first - 1L) * LogFile.PAGE_BYTES, LogFile.PAGE_BYTES);
                ByteBuffer sums = read(channel, at(first), ENTRY_BYTES);
                for (int i = 0; i < BLOCK_PAGES && first + i <= Math.max(pages, there); i++) {
                    if (!now.pages().containsKey(first + i)) {
                        compare(first + i, page(block, i), sums.getLong(i * ENTRY_BYTES));
                    }
                }
            }
        }
    }

    private static ByteBuffer page(ByteBuffer block, int index) {
        return block.slice(index * LogFile.PAGE_BYTES, LogFile.PAGE_BYTES);
    }

    /// What lies behind the end reads as zeros.
    private static ByteBuffer read(FileChannel from, long at, int each) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_PAGES * each);
        while (block.hasRemaining() && from.read(block, at + block.position()) > 0) {}
        return block.clear();
    }

    private void compare(int number, ByteBuffer page, long entry) {
        int noted = (int) (entry >>> Integer.SIZE);
        if (noted != ~(int) entry) {
            isUsable = false;
            return;
        }
        if (sum(page, number) != noted) {
            throw new Corrupt(
                    "a page is not what was written into it; where the file itself was put back,"
                            + " put back its -sums, too, or remove that; file="
                            + database
                            + " page="
                            + number
                            + " offset="
                            + (number - 1L) * LogFile.PAGE_BYTES,
                    new IOException("wrong checksum"));
        }
    }

    /// Makes the sums anew from the file, which has no log and is not open.
    void create() throws IOException {
        channel.truncate(0);
        try (FileChannel from = FileChannel.open(database, StandardOpenOption.READ)) {
            int pages = Math.toIntExact(from.size() / LogFile.PAGE_BYTES);
            for (int first = 1; first <= pages; first += BLOCK_PAGES) {
                ByteBuffer block =
                        read(from, (first - 1L) * LogFile.PAGE_BYTES, LogFile.PAGE_BYTES);
                ByteBuffer sums = ByteBuffer.allocate(BLOCK_PAGES * ENTRY_BYTES);
                for (int i = 0; i < BLOCK_PAGES && first + i <= pages; i++) {
                    entry(sums, sum(page(block, i), first + i));
                }
                write(sums.flip(), at(first));
            }
        }
        write(ByteBuffer.allocate(END_BYTES), END_AT);
        channel.force(true);
        write(ByteBuffer.allocate(Long.BYTES).putLong(0, MAGIC), 0);
        channel.force(true);
        isUsable = true;
    }

    /// The log has come to this frame.
    void committed(int frames) throws IOException {
        if (frames <= 0) {
            return;
        }
        FileChannel open = log;
        if (open == null) {
            open = FileChannel.open(LogFile.beside(database), StandardOpenOption.READ);
            log = open;
        }
        ByteBuffer end = ByteBuffer.allocate(END_BYTES);
        end.putLong(LogFile.salts(open)).putInt(frames);
        end.putInt(sum(end.duplicate().flip(), 0));
        write(end.flip(), END_AT);
    }

    /// All is in the file, and the log may go.
    void logIsEmpty() throws IOException {
        write(ByteBuffer.allocate(END_BYTES), END_AT);
        channel.force(false);
    }

    /// They could not be kept: they say nothing from now on, and are made anew at the next start.
    void distrust() throws IOException {
        isUsable = false;
        Files.deleteIfExists(file);
    }

    private static long at(int page) {
        return HEADER_BYTES + (page - 1L) * ENTRY_BYTES;
    }

    private static ByteBuffer entry(ByteBuffer to, int sum) {
        return to.putInt(sum).putInt(~sum);
    }

    private static int sum(ByteBuffer bytes, int page) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, page));
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        FileChannel open = log;
        log = null;
        if (open != null) {
            open.close();
        }
    }
}
