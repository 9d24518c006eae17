package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An invariant that no test would miss is only a wish.
final class InvariantTest {
    private static final SourceTree TREE = SourceTree.read();

    @ParameterizedTest
    @ValueSource(strings = {"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10"})
    void everyInvariantHasATestThatWouldFailWithoutIt(String invariant) {
        assertThat(TREE.sources().stream().flatMap(source -> tags(source, invariant)))
                .as(
                        "ARCHITECTURE.md promises %s: write a test that fails without it and mark it @Tag(\"%s\")",
                        invariant, invariant)
                .isNotEmpty();
    }

    private static Stream<JavaSource.Finding> tags(JavaSource source, String invariant) {
        var tag = Pattern.compile("@Tag\\(\"" + invariant + "\"\\)");
        return tag.matcher(source.text())
                .results()
                .filter(
                        match ->
                                source.code()
                                        .startsWith(
                                                "@Tag",
                                                match.start())) // not in a comment or a string
                .map(match -> source.at(match.start(), invariant));
    }
}
