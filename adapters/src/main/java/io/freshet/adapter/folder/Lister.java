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
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        if (scope.prefixes().stream().anyMatch(settings.prefix()::startsWith)) {
            walk.below(tree.start());
        } else {
            begins(scope).forEach(this::below);
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

    /// The beginnings of names, by the directory that they are in: each directory is read once,
    /// however many prefixes point into it. None begins with another.
    private SortedMap<String, NavigableSet<String>> begins(Scope scope) {
        NavigableSet<String> paths = new TreeSet<>();
        scope.prefixes().stream()
                .filter(prefix -> prefix.startsWith(settings.prefix()))
                .map(prefix -> prefix.substring(settings.prefix().length()))
                .sorted()
                .filter(path -> !isAmong(paths, path))
                .forEach(paths::add);
        SortedMap<String, NavigableSet<String>> begins = new TreeMap<>();
        for (String path : paths) {
            int name = path.lastIndexOf('/') + 1;
            begins.computeIfAbsent(path.substring(0, name), _ -> new TreeSet<>())
                    .add(path.substring(name));
        }
        return begins;
    }

    /// Whether it begins with one of them.
    private static boolean isAmong(NavigableSet<String> begins, String text) {
        String before = begins.floor(text);
        return before != null && text.startsWith(before);
    }

    private void below(String directory, NavigableSet<String> begins) {
        Sight at =
                directory.isEmpty()
                        ? tree.start()
                        : tree.at(directory.substring(0, directory.length() - 1));
        if (at instanceof Directory there) {
            walk.below(there, name -> isAmong(begins, name));
        } else if (at instanceof Sight.Unknown) {
            found(at);
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
