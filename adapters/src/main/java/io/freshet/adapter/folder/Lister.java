package io.freshet.adapter.folder;

import io.freshet.adapter.folder.Sight.Directory;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import io.freshet.spi.Source.Skipped;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes a listing of what a scope needs. Confined to one call.
final class Lister implements Walk.Visitor {
    private final FolderSettings settings;
    private final Tree tree;
    private final Walk walk;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, Skipped> skipped = new TreeMap<>();
    private final Map<String, Skipped> unread = new TreeMap<>();

    Lister(FolderSettings settings, Tree tree) {
        this.settings = settings;
        this.tree = tree;
        this.walk = new Walk(tree, this);
    }

    /// @param root names what is listed
    ///
    /// @throws IOException where the top cannot be read
    Listing list(Scope scope, String root) throws IOException {
        checkTop();
        for (String prefix : scope.prefixes()) {
            if (settings.prefix().startsWith(prefix)) {
                walk.below(tree.start(), "");
            } else if (prefix.startsWith(settings.prefix())) {
                below(prefix.substring(settings.prefix().length()));
            }
        }
        return new Listing(
                root,
                entries.values().stream().sorted(Comparator.comparing(Entry::document)).toList(),
                List.copyOf(skipped.values()),
                List.copyOf(unread.values()));
    }

    private void checkTop() throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(tree.top())) {
            var _ = top.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw Reasons.cause(e);
        }
    }

    /// @param path a directory, and the beginning of a name in it
    private void below(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            walk.below(tree.start(), path);
            return;
        }
        Sight parent = tree.at(path.substring(0, slash));
        if (parent instanceof Directory directory) {
            walk.below(directory, path.substring(slash + 1));
        } else if (parent instanceof Sight.Unknown) {
            found(parent);
        }
    }

    @Override
    public void enter(Directory directory) {}

    @Override
    public void found(Sight sight) {
        switch (sight) {
            case Sight.File(var document, _, var attributes) ->
                    entries.put(
                            document.value(),
                            new Entry(
                                    document,
                                    Stamps.of(attributes),
                                    attributes.lastModifiedTime().toInstant()));
            case Sight.LeftOut(String relative, String reason) ->
                    skipped.put(relative, skipped(Names.printable(relative), reason));
            case Sight.Unknown(String relative, String reason) ->
                    unread.put(relative, skipped(relative, reason));
            case Directory _, Sight.Absent _ -> {}
        }
    }

    private Skipped skipped(String relative, String reason) {
        return new Skipped(settings.prefix() + relative, reason);
    }
}
