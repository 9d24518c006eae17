package io.freshet.adapter.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The reference implementation of the chunking rule, a script in Python.
record Reference(Path script) {
    private static final String NAME = "FRESHET_CHUNK_REFERENCE";
    private static final String COMPARE =
            """
            import os, sys
            script, folder, format = sys.argv[1:]
            sys.path.insert(0, os.path.dirname(script))
            rule = __import__(os.path.basename(script)[:-3])
            for name in sorted(os.listdir(folder)):
                with open(os.path.join(folder, name), encoding='utf-8', newline='') as file:
                    print(*[start for start, *_ in rule.chunk(file.read(), format)][1:])
            """;

    /// The test is skipped where there is none.
    static Reference find() {
        String script = System.getenv(NAME);
        assumeTrue(script != null, "skipped: " + NAME + " names no script to compare with");
        return new Reference(Path.of(script));
    }

    /// Where the chunks after the first start, in code points.
    ///
    /// @param format `md`, `rst`, `adoc` or `txt`
    List<List<Integer>> starts(List<String> texts, String format, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (int i = 0; i < texts.size(); i++) {
            Files.writeString(folder.resolve("%05d".formatted(i)), texts.get(i));
        }
        var python =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                COMPARE,
                                script.toString(),
                                folder.toString(),
                                format)
                        .redirectErrorStream(true)
                        .start();
        var output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(python.waitFor() == 0, () -> "skipped: the reference does not run: " + output);
        List<List<Integer>> starts = new ArrayList<>();
        output.lines().forEach(line -> starts.add(numbers(line)));
        return starts;
    }

    private static List<Integer> numbers(String line) {
        return line.isEmpty()
                ? List.of()
                : List.of(line.split(" ")).stream().map(Integer::valueOf).toList();
    }
}
