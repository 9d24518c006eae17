package io.freshet.adapter.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.freshet.adapter.folder.Glob.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "**/*.md, a.md",
        "**/*.md, a/b/c.md",
        "*.md, a.md",
        "*.md, a/b.md",
        "/*.md, a.md",
        "docs/*.md, docs/a.md",
        "docs/**/*.md, docs/a.md",
        "docs/**/*.md, docs/x/y/a.md",
        "docs/**, docs/x/y/a.md",
        "docs/, docs/x.md",
        "docs/, a/docs/x.md",
        "docs, a/docs/x.md",
        "docs, docs",
        "/docs, docs/a.md",
        "**, a/b.md",
        "**/, a/b.md",
        "a/**/b, a/b",
        "a/**/b, a/x/y/b",
        "a/**/b/**, a/b/c.md",
        "**/drafts/**, drafts/a.md",
        "**/drafts/**, x/drafts/y/a.md",
        "'*.{md,txt}', a.txt",
        "[abc].md, b.md",
        "[!abc].md, d.md",
        "[a-c].md, b.md",
        "?.md, é.md",
        "😀*.md, 😀x.md",
        "\\*.md, *.md",
        "a+b(1).md, a+b(1).md",
        "'a,b.md', 'a,b.md'",
        "*, x.md",
    })
    void aPatternMatches(String glob, String path) {
        assertThat(matches(glob, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*.md, a.MD",
        "/*.md, a/b.md",
        "docs/*.md, docs/x/a.md",
        "docs/*.md, a/docs/b.md",
        "docs/**, a/docs/b.md",
        "docs/, docs",
        "docs/**, docs",
        "/docs, a/docs/a.md",
        "a/**/b, ab",
        "a/**/b, a/xb",
        "*.md, a.md.bak",
        "[abc].md, d.md",
        "[!abc].md, a.md",
        "?.md, ab.md",
        "\\*.md, a.md",
        "'*.{md,txt}', a.rst",
        "a.md, aXmd",
    })
    void aPatternDoesNotMatch(String glob, String path) {
        assertThat(matches(glob, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "!a", "a/../b", "[a", "{a", "a}", "a\\"})
    void whatIsNoPatternIsRefused(String glob) {
        assertThatIllegalArgumentException().isThrownBy(() -> Glob.of(glob));
    }

    @Test
    void aWalkKnowsEarlyThatNothingBelowMatches() {
        Glob glob = Glob.of("docs/**/*.md");
        assertThat(glob.next(glob.start(), "src", true, false).isAlive()).isFalse();
        assertThat(glob.next(glob.start(), "docs", true, false).isAlive()).isTrue();
    }

    @Test
    void aReservedNameIsMatchedOnlyWhereItIsNamed() {
        assertThat(reserved("**", ".github")).isFalse();
        assertThat(reserved("*", ".github")).isFalse();
        assertThat(reserved("**/*.md", ".github")).isFalse();
        assertThat(reserved(".github/**", ".github")).isTrue();
        assertThat(reserved(".*/**", ".github")).isTrue();
        assertThat(reserved("**/.github/*.md", ".github")).isTrue();
        assertThat(reserved("node_modules", "node_modules")).isTrue();
        assertThat(reserved("node_*", "node_modules")).isFalse();
    }

    private static boolean reserved(String text, String name) {
        Glob glob = Glob.of(text);
        return glob.next(glob.start(), name, true, true).isAlive();
    }

    private static boolean matches(String text, String path) {
        Glob glob = Glob.of(text);
        State state = glob.start();
        String[] names = path.split("/");
        for (int i = 0; i < names.length; i++) {
            state = glob.next(state, names[i], i < names.length - 1, false);
        }
        return state.whole();
    }
}
