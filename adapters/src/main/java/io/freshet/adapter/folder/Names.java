package io.freshet.adapter.folder;

import io.freshet.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Between the bytes of a file's name and Unicode. A name is taken only where it is read without
/// loss: its bytes come back from the characters. Nothing is normalised.
///
/// @param utf8 whether this JVM reads names as UTF-8
record Names(boolean utf8) {
    static final Names OF_THIS_JVM = new Names(isUtf8(System.getProperty("sun.jnu.encoding", "")));

    private static boolean isUtf8(String encoding) {
        return encoding.equalsIgnoreCase("UTF-8") || encoding.equalsIgnoreCase("UTF8");
    }

    /// The name of an entry of a directory, where it can be read.
    Optional<String> of(Path entry) {
        String name = last(entry);
        if (!utf8 && name.chars().anyMatch(c -> c > 127)) {
            return Optional.empty();
        }
        try {
            return entry.getFileSystem().getPath(name).equals(entry.getFileName())
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// Why a name is not read.
    String unreadable() {
        return utf8
                ? "its name is no valid UTF-8"
                : "its name cannot be read in this locale; start with LC_ALL=C.UTF-8";
    }

    /// As much of it as is sure.
    String head(Path entry) {
        String name = last(entry);
        int sure = 0;
        while (sure < name.length() && name.charAt(sure) < 128) {
            sure++;
        }
        return name.substring(0, sure);
    }

    /// For an operator, also where it cannot be read: what is no text is escaped.
    String shown(Path entry) {
        Optional<String> name = of(entry);
        if (name.isPresent()) {
            return printable(name.get());
        }
        String escaped = entry.toUri().getRawPath();
        String end = escaped.endsWith("/") ? escaped.substring(0, escaped.length() - 1) : escaped;
        return end.substring(end.lastIndexOf('/') + 1);
    }

    static String printable(String text) {
        return Text.wellFormed(text).replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private static String last(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}
