package io.freshet.library.config;

import io.freshet.Text;
import io.freshet.spi.Source;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads which folders a collection follows. Confined to one thread.
final class FolderReader {
    private static final String FLAG = "--folder";

    private final Settings settings;
    private final Path directory;

    /// @param directory that relative paths start from
    FolderReader(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /// One more, after those of the file.
    static void add(Settings settings, ConfigReader.FolderFlag folder) {
        String section = "collections." + folder.collection().value() + ".sources";
        String key = section + "." + settings.names(section).size();
        settings.put(key + ".type", Setting.of("folder", FLAG));
        settings.put(key + ".path", Setting.of(folder.path().toString(), FLAG));
    }

    /// @param section of the collection
    List<Config.Folder> folders(String section) {
        String sources = section + ".sources";
        List<Config.Folder> folders = new ArrayList<>();
        for (String number : settings.names(sources)) {
            String key = sources + "." + number;
            Config.Folder folder = folder(key);
            for (Config.Folder other : folders) {
                check(at(key, "path"), folder, other);
            }
            folders.add(folder);
        }
        return folders;
    }

    private Config.Folder folder(String key) {
        Settings.Source type = at(key, "type");
        if (!type.text().equals("folder")) {
            throw type.wrong("is folder, not " + type.text());
        }
        String prefix = prefix(at(key, "prefix"));
        String name = at(key, "name").text();
        Source.Pace pace = pace(key);
        return new Config.Folder(
                name.isEmpty() ? "folder" + (prefix.isEmpty() ? "" : ":" + prefix) : name,
                path(key),
                prefix,
                at(key, "include").list(),
                at(key, "exclude").list(),
                at(key, "follow_links").flag(),
                pace);
    }

    private Path path(String key) {
        Settings.Source path = at(key, "path");
        if (path.text().isEmpty()) {
            throw new ConfigException(key + ".path is missing: which folder is to be followed?");
        }
        try {
            return directory.resolve(path.text()).normalize();
        } catch (InvalidPathException e) {
            throw new ConfigException(key + ".path is no path: " + Text.shown(path.text()), e);
        }
    }

    private static String prefix(Settings.Source prefix) {
        String text = prefix.text();
        if (!Text.isWellFormed(text) || text.chars().anyMatch(Character::isISOControl)) {
            throw prefix.wrong("holds a character that no document id may have");
        }
        return text;
    }

    private Source.Pace pace(String key) {
        Settings.Source still = at(key, "still");
        Settings.Source stillMax = at(key, "still_max");
        Settings.Source rescan = at(key, "rescan");
        if (stillMax.duration().compareTo(still.duration()) < 0) {
            throw stillMax.wrong("is not below still, which is " + still.text());
        }
        if (!rescan.duration().isPositive()) {
            throw rescan.wrong("is above 0");
        }
        return new Source.Pace(still.duration(), stillMax.duration(), rescan.duration());
    }

    /// Whose document an id is must be clear from the id.
    private static void check(Settings.Source at, Config.Folder folder, Config.Folder other) {
        if (folder.prefix().startsWith(other.prefix())
                || other.prefix().startsWith(folder.prefix())) {
            throw at.wrong(
                    "is followed into the same collection as "
                            + other.path()
                            + ", with a prefix that does not keep their documents apart ("
                            + Text.shown(folder.prefix())
                            + " and "
                            + Text.shown(other.prefix())
                            + "); give each source a prefix of its own in freshet.yaml, such as"
                            + " \"guide/\", or follow it into another collection (--folder"
                            + " NAME=DIR)");
        }
        if (folder.name().equals(other.name())) {
            throw at.wrong(
                    "is followed under the same name as "
                            + other.path()
                            + " ("
                            + folder.name()
                            + "); give each source a name of its own");
        }
    }

    private Settings.Source at(String key, String name) {
        return settings.at(key + "." + name, Schema.sourceDefault(name));
    }
}
