package io.freshet.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// BM25 over lower-cased words, computed from scratch for one question. An ideograph is a word, and
/// so is an emoji.
final class KeywordScores {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final Map<String, Double> weights = new LinkedHashMap<>();
    private final double averageLength;

    KeywordScores(List<String> texts, String words) {
        Set<String> asked = new LinkedHashSet<>(words(words));
        Map<String, Integer> textsWith = new LinkedHashMap<>();
        long length = 0;
        for (String text : texts) {
            var found = words(text);
            length += found.size();
            found.stream()
                    .distinct()
                    .filter(asked::contains)
                    .forEach(word -> textsWith.merge(word, 1, Integer::sum));
        }
        averageLength = texts.isEmpty() ? 1 : Math.max(1, (double) length / texts.size());
        textsWith.forEach(
                (word, count) ->
                        weights.put(
                                word, Math.log1p((texts.size() - count + 0.5) / (count + 0.5))));
    }

    /// 0 where the text holds none of the words.
    double of(String text) {
        if (weights.isEmpty()) {
            return 0;
        }
        var found = words(text);
        Map<String, Integer> frequencies = new LinkedHashMap<>();
        found.stream()
                .filter(weights::containsKey)
                .forEach(word -> frequencies.merge(word, 1, Integer::sum));
        double norm = K1 * (1 - B + B * found.size() / averageLength);
        double score = 0;
        for (var word : frequencies.entrySet()) {
            score += weights.get(word.getKey()) * word.getValue() / (word.getValue() + norm);
        }
        return score;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        for (int c : text.toLowerCase(Locale.ROOT).codePoints().toArray()) {
            boolean alone = Character.isIdeographic(c) || (Character.isEmoji(c) && c > 0xFF);
            if (alone || !Character.isLetterOrDigit(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (alone) {
                    words.add(Character.toString(c));
                }
            } else {
                word.appendCodePoint(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
