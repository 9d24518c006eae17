package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.Overdue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("I8")
final class SlowReaderTest {
    private static final Pattern GROWTH = Pattern.compile("heap growth in KiB: (-?\\d+)");
    private static final long GROWTH_MAX_KIB = 24 * 1024;

    @Test
    @Tag("A24")
    void oneThatStopsReadingHoldsUpNobodyAndCostsNoMemory() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process =
                new ProcessBuilder(
                                java.toString(),
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SlowReader.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output;
        try (var _ = new Overdue(process)) {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("frames of each reader: 202000")
                .contains("frames of the slow one: 202000");
        var growth = GROWTH.matcher(output);
        assertThat(growth.find()).as(output).isTrue();
        assertThat(Long.parseLong(growth.group(1))).as(output).isLessThan(GROWTH_MAX_KIB);
    }
}
