package io.freshet.benchmarks.replay;

import io.freshet.Chunk;
import io.freshet.Chunked;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words by which a document's change can be told in searches.
final class Words {
    private static final Pattern WORD =
            Pattern.compile("(?<=[\\s(])[a-z]{4,20}(?=[\\s,)]|\\.(?:\\s|$))");
    private static final Pattern LETTERS = Pattern.compile("[a-z]+");

    private Words() {}

    /// A word of the one text that does not stand in the other, not even within another word.
    static Optional<String> onlyIn(Optional<Chunked> one, Optional<Chunked> other) {
        Set<String> words = new TreeSet<>();
        texts(one).forEach(text -> all(WORD, text).forEach(words::add));
        Set<String> others = new HashSet<>();
        texts(other)
                .forEach(text -> all(LETTERS, text.toLowerCase(Locale.ROOT)).forEach(others::add));
        return words.stream().filter(word -> !others.contains(word)).findFirst();
    }

    private static Stream<String> texts(Optional<Chunked> document) {
        return document.stream().flatMap(cut -> cut.chunks().values().stream()).map(Chunk::text);
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }
}
