package io.freshet.adapter.lucene;

import io.freshet.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity.SimScorer;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/// The words of a question, counted in texts as an index counts them. Confined to one search.
final class AskedWords {
    /// Words of scripts without spaces, which become pairs with their neighbours.
    private static final Set<String> JOINED =
            Set.of("<IDEOGRAPHIC>", "<HIRAGANA>", "<KATAKANA>", "<HANGUL>");

    private final Words words;
    private final List<BytesRef> asked;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Stems stems;
    private final PlainWords plain;
    private final long[] rowsWith;
    private final long[] occurrences;
    private final int[] inText;
    private int length;
    private int overlaps;
    private int distinct;
    private long rows;
    private long rowsWithWords;
    private long allOccurrences;

    /// @param question blank where none of its words count
    AskedWords(Words words, String question) throws IOException {
        this.words = words;
        Set<BytesRef> distinct = Text.isBlank(question) ? Set.of() : words.asked(question);
        this.asked = List.copyOf(distinct);
        for (BytesRef word : asked) {
            numbers.put(word.utf8ToString(), numbers.size());
        }
        this.stems = new Stems(words, numbers);
        this.plain = new PlainWords(words);
        this.rowsWith = new long[asked.size()];
        this.occurrences = new long[asked.size()];
        this.inText = new int[asked.size()];
    }

    /// The words of the question that a text holds.
    ///
    /// @param norm how long the text is, as an index remembers it
    /// @param counts the number of a word and how often it is there, one word after the other in
    ///   the order of the question
    record Held(long norm, int[] counts) {}

    /// Counts a text's words, for what the words are worth.
    ///
    /// @return empty where none is of the question
    Optional<Held> counted(String text) throws IOException {
        Optional<Held> held = held(text);
        rows++;
        rowsWithWords += length > 0 ? 1 : 0;
        allOccurrences += length;
        held.ifPresent(
                found -> {
                    for (int i = 0; i < found.counts.length; i += 2) {
                        rowsWith[found.counts[i]]++;
                        occurrences[found.counts[i]] += found.counts[i + 1];
                    }
                });
        return held;
    }

    /// As [#counted], once they have been.
    Optional<Held> held(String text) throws IOException {
        begin();
        if (!readWordByWord(text)) {
            begin();
            read(text);
        }
        return distinct == 0 ? Optional.empty() : Optional.of(new Held(norm(), counts()));
    }

    private void begin() {
        Arrays.fill(inText, 0);
        length = 0;
        overlaps = 0;
        distinct = 0;
    }

    /// @return whether it could be read so
    private boolean readWordByWord(String text) throws IOException {
        return PlainWords.arePlain(text) ? plain.split(text, this::take) : split(text);
    }

    private boolean take(char[] buffer, int from, int length) throws IOException {
        int number = stems.number(buffer, from, length);
        if (number == Stems.NOT_ONE) {
            return false;
        }
        count(number);
        return true;
    }

    private boolean split(String text) throws IOException {
        try (TokenStream tokens = words.split().tokenStream(RowDocuments.TEXT, text)) {
            var word = tokens.addAttribute(CharTermAttribute.class);
            var type = tokens.addAttribute(TypeAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (JOINED.contains(type.type()) || !take(word.buffer(), 0, word.length())) {
                    return false;
                }
            }
            tokens.end();
            return true;
        }
    }

    private void read(String text) throws IOException {
        try (TokenStream tokens = words.kept().tokenStream(RowDocuments.TEXT, text)) {
            var word = tokens.addAttribute(CharTermAttribute.class);
            var step = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                overlaps += step.getPositionIncrement() == 0 ? 1 : 0;
                count(numbers.getOrDefault(word.toString(), Stems.NONE));
            }
            tokens.end();
        }
    }

    private void count(int number) {
        length++;
        if (number != Stems.NONE) {
            distinct += inText[number] == 0 ? 1 : 0;
            inText[number]++;
        }
    }

    private long norm() {
        return words.similarity()
                .computeNorm(
                        new FieldInvertState(
                                Version.LATEST.major,
                                RowDocuments.TEXT,
                                IndexOptions.DOCS_AND_FREQS,
                                0,
                                length,
                                overlaps,
                                0,
                                0,
                                0));
    }

    private int[] counts() {
        int[] counts = new int[2 * distinct];
        int at = 0;
        for (int number = 0; number < inText.length; number++) {
            if (inText[number] > 0) {
                counts[at] = number;
                counts[at + 1] = inText[number];
                at += 2;
            }
        }
        return counts;
    }

    /// What each word is worth, by its number.
    record Worth(List<Optional<SimScorer>> ofWords) {
        /// Added up in the order of the question, and rounded, as [ExactSearch] does.
        double score(Held held) {
            double sum = 0;
            for (int i = 0; i < held.counts.length; i += 2) {
                sum +=
                        ofWords.get(held.counts[i])
                                .orElseThrow()
                                .score(held.counts[i + 1], held.norm);
            }
            return (float) sum;
        }
    }

    /// After all texts have been counted; empty where none has a word.
    Optional<Worth> worth() {
        if (rowsWithWords == 0) {
            return Optional.empty();
        }
        var all =
                new CollectionStatistics(
                        RowDocuments.TEXT, rows, rowsWithWords, allOccurrences, rowsWithWords);
        List<Optional<SimScorer>> worth = new ArrayList<>();
        for (int number = 0; number < asked.size(); number++) {
            worth.add(rowsWith[number] == 0 ? Optional.empty() : Optional.of(scorer(all, number)));
        }
        return Optional.of(new Worth(worth));
    }

    private SimScorer scorer(CollectionStatistics all, int number) {
        var one = new TermStatistics(asked.get(number), rowsWith[number], occurrences[number]);
        return words.similarity().scorer(1, all, one);
    }
}
