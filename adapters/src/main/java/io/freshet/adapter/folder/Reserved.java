package io.freshet.adapter.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names that are left out although no pattern says so, unless a pattern of `include` names them.
final class Reserved {
    private static final Set<String> PACKAGES =
            Set.of("node_modules", "bower_components", "__pycache__", "site-packages");

    /// What a build writes, by the files beside it that say that there is a build.
    private static final Map<String, List<String>> OUTPUTS =
            Map.of(
                    "target", List.of("pom.xml", "Cargo.toml", "build.sbt", "project.clj"),
                    "build",
                            List.of(
                                    "build.gradle",
                                    "build.gradle.kts",
                                    "package.json",
                                    "CMakeLists.txt",
                                    "setup.py",
                                    "pyproject.toml",
                                    "meson.build"),
                    "dist", List.of("package.json", "setup.py", "pyproject.toml"),
                    "out", List.of("package.json", "build.gradle", "build.gradle.kts"),
                    "_build", List.of("conf.py", "mix.exs", "dune-project"),
                    "venv", List.of("venv/pyvenv.cfg"),
                    "env", List.of("env/pyvenv.cfg"));

    private static final List<String> TEMPORARY_ENDS =
            List.of(
                    "~",
                    ".tmp",
                    ".swp",
                    ".swx",
                    ".part",
                    ".crdownload",
                    "___jb_tmp___",
                    "___jb_old___");

    private Reserved() {}

    /// @param parent the directory that it is in
    ///
    /// @return why it is left out
    static Optional<String> directory(Path parent, String name) {
        if (name.startsWith(".")) {
            return Optional.of("hidden");
        }
        if (PACKAGES.contains(name)) {
            return Optional.of("installed packages");
        }
        List<String> signs = OUTPUTS.getOrDefault(name, List.of());
        return signs.stream()
                .filter(sign -> Files.exists(parent.resolve(sign)))
                .findFirst()
                .map(sign -> "made by a build, as " + sign + " beside it says");
    }

    /// @return why it is left out
    static Optional<String> file(String name) {
        if (name.startsWith(".")) {
            return Optional.of("hidden");
        }
        boolean temporary =
                TEMPORARY_ENDS.stream().anyMatch(name::endsWith)
                        || name.startsWith("~$")
                        || (name.startsWith("#") && name.endsWith("#"));
        return temporary ? Optional.of("an editor's temporary file") : Optional.empty();
    }
}
