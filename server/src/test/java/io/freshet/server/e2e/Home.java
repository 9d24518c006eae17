package io.freshet.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a server leaves on the disk between two starts, and the configuration that it starts with.
///
/// @param before what the command is run by, such as one that takes rights away; empty for nothing
/// @param flags more of `serve`
record Home(Path directory, List<String> before, List<String> flags) {
    static final String DEFAULT_MODEL = "bge-small-en-v1.5";
    static final String FAST_MODEL = "fast";

    static Home with(String model) {
        return with(model, "");
    }

    /// @param more of the configuration, in YAML
    static Home with(String model, String more) {
        try {
            Home home = new Home(Files.createTempDirectory("freshet-e2e-"), List.of(), List.of());
            Files.writeString(
                    home.configuration(),
                    "embedders: {local: {type: builtin, model: " + model + "}}\n" + more);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Home flags(String... more) {
        return new Home(directory, before, List.of(more));
    }

    Home runBy(String... command) {
        return new Home(directory, List.of(command), flags);
    }

    Path configuration() {
        return directory.resolve("freshet.yaml");
    }

    Path data() {
        return directory.resolve("data");
    }

    /// Everything that all processes over this home have printed.
    Path output() {
        return directory.resolve("output.log");
    }

    String printed() {
        try {
            return Files.exists(output()) ? Files.readString(output()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The one file or directory of this name below the data directory.
    Path find(String name) {
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " below " + data()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        delete(directory);
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
