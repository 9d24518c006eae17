package io.freshet.adapter.folder;

import io.freshet.DocumentId;
import io.freshet.Unread;
import io.freshet.adapter.folder.Patterns.Place;
import io.freshet.adapter.folder.Patterns.Verdict;
import io.freshet.adapter.folder.Sight.Absent;
import io.freshet.adapter.folder.Sight.Directory;
import io.freshet.adapter.folder.Sight.File;
import io.freshet.adapter.folder.Sight.LeftOut;
import io.freshet.adapter.folder.Sight.Unknown;
import io.freshet.spi.Decoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Tells of each place below a directory whether it is a document, and why not. It is the one
/// judge: listing, reading and watching ask it.
///
/// A symbolic link is judged by what is at its end. Where that lies in the folder and is taken by
/// its own path, the link is left out, so that each file is one document. Where it lies in the
/// folder and is itself left out (a hidden directory, say), or outside and `follow_links` is set,
/// the link is taken; links below such a link are not, so that no walk goes round. Looks at the
/// disk, keeps nothing. Safe for any thread.
///
/// @param top the real path of the directory
record Tree(FolderSettings settings, Patterns patterns, Names names, Decoder decoder, Path top) {
    private static final String TAKEN_ANYWAY = "a link to what is in the folder anyway";

    Directory start() {
        return new Directory(top, "", patterns.top(), false);
    }

    /// @param entry directly in the directory
    Sight look(Directory in, Path entry) {
        Optional<String> known = names.of(entry);
        if (known.isEmpty()) {
            String relative = in.relative();
            return names.utf8()
                    ? new LeftOut(relative + names.shown(entry), names.unreadable())
                    : new Unknown(relative + names.head(entry), names.unreadable());
        }
        String name = known.get();
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isSymbolicLink()
                    ? link(in, name, entry)
                    : judged(in, name, entry, attributes);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return new Absent();
        } catch (IOException e) {
            return new Unknown(in.relative() + name, Reasons.of(e));
        }
    }

    /// Whether a file of this name may be a document.
    boolean mayBeFile(Directory in, String name) {
        return isWanted(in, name) && !(decoder.named(name) instanceof Unread);
    }

    /// Whether a name alone is no reason to leave a file out: if it is left out all the same,
    /// somebody will ask why.
    boolean isWanted(Directory in, String name) {
        return patterns.file(in.place(), name, Reserved.file(name)) instanceof Verdict.Taken;
    }

    /// Whether there may be documents in a directory of this name.
    boolean mayBeDirectory(Directory in, String name) {
        return patterns.directory(in.place(), name, Reserved.directory(in.path(), name))
                instanceof Verdict.Taken;
    }

    private Sight judged(Directory in, String name, Path entry, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return directory(in, name, entry);
        }
        if (attributes.isRegularFile()) {
            return file(in, name, entry, attributes);
        }
        return leftOut(in, name, "neither a file nor a directory");
    }

    private Sight directory(Directory in, String name, Path entry) {
        String relative = in.relative() + name + "/";
        return switch (patterns.directory(in.place(), name, Reserved.directory(in.path(), name))) {
            case Verdict.LeftOut(String reason) -> leftOut(in, name + "/", reason);
            case Verdict.Taken(Place place) -> {
                if (bytes(relative) >= DocumentId.BYTES_MAX) {
                    yield leftOut(in, name + "/", "so deep that no path is short enough for an id");
                }
                yield new Directory(entry, relative, place, in.linked());
            }
        };
    }

    private int bytes(String relative) {
        return (settings.prefix() + relative).getBytes(StandardCharsets.UTF_8).length;
    }

    private Sight file(Directory in, String name, Path entry, BasicFileAttributes attributes) {
        return switch (patterns.file(in.place(), name, Reserved.file(name))) {
            case Verdict.LeftOut(String reason) -> leftOut(in, name, reason);
            case Verdict.Taken _ -> typed(in, name, entry, attributes);
        };
    }

    private Sight typed(Directory in, String name, Path entry, BasicFileAttributes attributes) {
        if (decoder.named(name) instanceof Unread(_, String reason)) {
            return leftOut(in, name, reason);
        }
        if (attributes.size() > settings.bytesMax()) {
            return leftOut(in, name, settings.tooLarge());
        }
        try {
            DocumentId document = new DocumentId(settings.prefix() + in.relative() + name);
            return new File(document, entry, attributes);
        } catch (IllegalArgumentException e) {
            return leftOut(in, name, "its path is no id: " + e.getMessage());
        }
    }

    private static LeftOut leftOut(Directory in, String name, String reason) {
        return new LeftOut(in.relative() + name, reason);
    }

    private Sight link(Directory in, String name, Path entry) throws IOException {
        if (in.linked()) {
            return leftOut(in, name, "a link below a link");
        }
        Path real;
        try {
            real = entry.toRealPath();
        } catch (NoSuchFileException | NotDirectoryException _) {
            return leftOut(in, name, "a link to nothing");
        } catch (AccessDeniedException e) {
            return new Unknown(in.relative() + name, Reasons.of(e));
        } catch (IOException e) {
            return leftOut(in, name, "a link that leads nowhere: " + Reasons.of(e));
        }
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        if (top.startsWith(real)) {
            return leftOut(in, name, "a link to a directory that it is in");
        }
        if (!real.startsWith(top)) {
            return settings.followLinks()
                    ? judged(linked(in), name, entry, attributes)
                    : leftOut(in, name, "a link that leads out of the folder");
        }
        return isTaken(real, attributes)
                ? leftOut(in, name, TAKEN_ANYWAY)
                : judged(linked(in), name, entry, attributes);
    }

    private static Directory linked(Directory in) {
        return new Directory(in.path(), in.relative(), in.place(), true);
    }

    /// Whether what is there is taken by its own path.
    private boolean isTaken(Path real, BasicFileAttributes attributes) {
        Directory at = start();
        Path relative = top.relativize(real);
        for (int i = 0; i < relative.getNameCount(); i++) {
            boolean last = i == relative.getNameCount() - 1;
            Path entry = at.path().resolve(relative.getName(i));
            Optional<String> name = names.of(entry);
            if (name.isEmpty()) {
                return false;
            }
            Sight sight =
                    last
                            ? judged(at, name.get(), entry, attributes)
                            : directory(at, name.get(), entry);
            if (!(sight instanceof Directory next)) {
                return sight instanceof File;
            }
            at = next;
        }
        return true;
    }

    /// What is at a path that somebody names.
    ///
    /// @param relative with `/`, as ids have it
    Sight at(String relative) {
        Directory in = start();
        String[] parts = relative.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() || parts[i].equals(".") || parts[i].equals("..")) {
                return new Absent();
            }
            Sight sight = look(in, in.path().resolve(parts[i]));
            if (i == parts.length - 1) {
                return sight;
            }
            if (!(sight instanceof Directory next)) {
                return sight instanceof File ? new Absent() : sight;
            }
            in = next;
        }
        return new Absent();
    }
}
