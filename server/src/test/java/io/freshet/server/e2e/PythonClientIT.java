package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The Python client's own checks, in an environment of their own and against real servers, which
/// they start, stop and kill themselves. Skipped where there is no Python, or nowhere to install
/// from.
final class PythonClientIT {
    private static final int INSTALL_SECONDS_MAX = 300;
    private static final int TESTS_SECONDS_MAX = 900;
    private static final Path ROOT = ServerProcess.root();

    /// Kept between runs: as long as the client's dependencies are the same it is not made again.
    private final Path environment = ROOT.resolve("server/target/python");

    private final Path project = environment.resolve("project");

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES) // one of the two longest
    void thePythonClientKeepsItsPromisesAgainstARealServer() throws Exception {
        assumeTrue(runs("python3", "-c", "import ensurepip, venv"), "no python3 with venv");
        prepare();

        Run types = run(TESTS_SECONDS_MAX, program("mypy"));
        assertThat(types.exit()).as(types.printed()).isZero();
        Run tests = run(TESTS_SECONDS_MAX, program("pytest"), "-q", "-rs");
        System.out.println(tests.printed());
        assertThat(tests.exit()).as(tests.printed()).isZero();
        assertThat(tests.printed()).contains(" passed").doesNotContain(" skipped");
    }

    private void prepare() throws Exception {
        Path source = ROOT.resolve("clients/python");
        Path made = environment.resolve("made-with.toml");
        Path wanted = source.resolve("pyproject.toml");
        boolean isMade = Files.exists(made) && Files.mismatch(made, wanted) < 0;
        copy(source);
        if (isMade) {
            return;
        }
        Files.deleteIfExists(made);
        Run venv = run(INSTALL_SECONDS_MAX, "python3", "-m", "venv", environment.toString());
        assertThat(venv.exit()).as(venv.printed()).isZero();
        String[] install = {
            program("python"), "-m", "pip", "install", "-q", "--retries", "1", "-e", ".[test]"
        };
        Run pip = run(INSTALL_SECONDS_MAX, install);
        boolean cannotReach = pip.exit() != 0 && pip.printed().contains("Connection");
        assumeTrue(!cannotReach, () -> "pip reaches no package index:\n" + pip.printed());
        assertThat(pip.exit()).as(pip.printed()).isZero();
        Files.copy(wanted, made, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The tests run on a copy: what Python leaves beside its sources does not belong in the tree.
    private void copy(Path source) throws IOException {
        if (Files.exists(project)) {
            Home.delete(project);
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path target = project.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private String program(String name) {
        return environment.resolve("bin").resolve(name).toString();
    }

    private boolean runs(String... command) throws Exception {
        try {
            return run(INSTALL_SECONDS_MAX, command).exit() == 0;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private record Run(int exit, String printed) {}

    private Run run(int secondsMax, String... command) throws Exception {
        Files.createDirectories(project);
        Path output = environment.resolve("output.log");
        ProcessBuilder builder = ServerProcess.prepared(List.of(command));
        builder.environment().put("FRESHET_LAUNCHER", ROOT.resolve("freshet").toString());
        builder.directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Process process = start(builder);
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(
                    "does not end: " + String.join(" ", command) + "\n" + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
