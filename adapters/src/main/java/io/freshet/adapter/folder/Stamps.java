package io.freshet.adapter.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What tells without reading that a file may be another. Pure.
final class Stamps {
    private static final Pattern INODE = Pattern.compile("ino=(\\d+)");

    private Stamps() {}

    /// Size, time to the nanosecond and inode. Not the device: it may be another after a restart of
    /// the machine.
    static String of(BasicFileAttributes file) {
        Instant time = file.lastModifiedTime().toInstant();
        String key = String.valueOf(file.fileKey());
        Matcher inode = INODE.matcher(key);
        return file.size()
                + "-"
                + time.getEpochSecond()
                + "."
                + time.getNano()
                + "-"
                + (inode.find() ? inode.group(1) : key);
    }

    /// Of a directory: device and inode.
    static String identity(BasicFileAttributes directory) {
        return Optional.ofNullable(directory.fileKey())
                .map(Object::toString)
                .orElseGet(() -> "made=" + directory.creationTime());
    }
}
