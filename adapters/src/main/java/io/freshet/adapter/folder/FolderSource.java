package io.freshet.adapter.folder;

import io.freshet.Decoded;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Unread;
import io.freshet.spi.Decoder;
import io.freshet.spi.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A folder that is followed. A document's id is the prefix and the file's path from the top, with
/// `/`, in exactly the characters of its name; its stamp is size, time and inode. Whatever lies
/// where is decided by [Tree].
///
/// Where a file is missing, that is believed only while the folder is the one that was listed last:
/// a drive that went away takes no document with it.
///
/// Listing and fetching are confined to one thread at a time; the rest is safe for any.
public final class FolderSource implements Source {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final FolderSettings settings;
    private final Patterns patterns;
    private final Decoder decoder;
    private final FolderWatch watch;
    private volatile Optional<String> listed = Optional.empty();

    public FolderSource(FolderSettings settings, Decoder decoder) {
        this.settings = settings;
        this.patterns = new Patterns(settings.include(), settings.exclude());
        this.decoder = decoder;
        this.watch = new FolderWatch(settings, this::tree);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String location() {
        return settings.root().toString();
    }

    @Override
    public String type() {
        return "folder";
    }

    @Override
    public Pace pace() {
        return settings.pace();
    }

    @Override
    public Optional<String> problem() {
        return watch.problem();
    }

    @Override
    public Listing list(Scope scope) {
        String before = rootKey();
        Listing listing;
        try {
            listing = new Lister(settings, tree()).list(scope, before);
        } catch (IOException e) {
            throw unavailable(e);
        }
        if (!before.equals(rootKey())) {
            throw new Unavailable("the folder was replaced while it was listed", AGAIN);
        }
        listed = Optional.of(before);
        return listing;
    }

    private Tree tree() throws IOException {
        return new Tree(
                settings, patterns, Names.OF_THIS_JVM, decoder, settings.root().toRealPath());
    }

    /// Names the directory itself, whatever its path.
    private String rootKey() {
        try {
            BasicFileAttributes root =
                    Files.readAttributes(settings.root(), BasicFileAttributes.class);
            if (!root.isDirectory()) {
                throw new NotDirectoryException(settings.root().toString());
            }
            return Stamps.identity(root);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private Unavailable unavailable(IOException e) {
        String reason =
                switch (e) {
                    case NoSuchFileException _ -> "there is no such folder";
                    case NotDirectoryException _ -> "it is no folder";
                    default -> "the folder cannot be read: " + Reasons.of(e);
                };
        return new Unavailable(reason + "; path=" + settings.root(), e);
    }

    @Override
    public Fetched fetch(DocumentId document) {
        if (!document.value().startsWith(settings.prefix())) {
            return new Fetched.Gone();
        }
        try {
            return fetched(document, tree());
        } catch (IOException e) {
            return new Fetched.Unreadable(String.valueOf(unavailable(e).getMessage()));
        }
    }

    private Fetched fetched(DocumentId document, Tree tree) {
        return switch (tree.at(document.value().substring(settings.prefix().length()))) {
            case Sight.File file -> read(file);
            case Sight.Absent _, Sight.Directory _ -> missing();
            case Sight.LeftOut(_, String reason) -> new Fetched.Unsuitable(reason, "");
            case Sight.Unknown(_, String reason) -> new Fetched.Unreadable(reason);
        };
    }

    private Fetched missing() {
        try {
            String now = rootKey();
            return now.equals(listed.orElse(now))
                    ? new Fetched.Gone()
                    : new Fetched.Unreadable("the folder was replaced");
        } catch (Unavailable e) {
            return new Fetched.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private Fetched read(Sight.File file) {
        String stamp = Stamps.of(file.attributes());
        Optional<byte[]> bytes;
        try {
            bytes = Reading.atMost(settings.bytesMax(), file.path());
        } catch (NoSuchFileException | NotDirectoryException _) {
            return missing();
        } catch (IOException e) {
            return new Fetched.Unreadable(Reasons.of(e));
        }
        if (bytes.isEmpty()) {
            return new Fetched.Unsuitable(settings.tooLarge(), stamp);
        }
        String name = file.path().getFileName().toString();
        return switch (decoder.decode(bytes.get(), Decoder.Known.file(name))) {
            case Decoded.Read(var content) -> new Fetched.Found(content, stamp);
            case Unread(_, String reason) -> new Fetched.Unsuitable(reason, stamp);
        };
    }

    @Override
    public void watch(Consumer<Scope> hints) {
        watch.start(hints);
    }

    @Override
    public void close() {
        watch.close();
    }
}
