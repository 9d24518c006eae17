package io.freshet.benchmarks.recall;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Made-up text from a seed, with as many words as a language has, as uneven as there: the r-th
/// most frequent of 50,000 words comes up as 1/r. Confined to one thread.
final class Prose {
    private static final int WORDS = 50_000;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    private final RandomGenerator chance;

    Prose(long seed) {
        chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// A page of about ten chunks.
    String page() {
        StringBuilder page = new StringBuilder("# " + words(4) + "\n\n");
        for (int section = 0; section < 10; section++) {
            page.append("## ").append(words(3)).append("\n\n");
            for (int i = 0; i < 3; i++) {
                page.append(words(40 + chance.nextInt(30))).append(".\n\n");
            }
        }
        return page.toString();
    }

    /// A few words, as somebody searches.
    String question() {
        return words(5);
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int rank = (int) Math.exp(chance.nextDouble() * Math.log(WORDS));
            text.append(i == 0 ? "" : " ").append(word(rank));
        }
        return text.toString();
    }

    /// The more frequent, the shorter.
    private static String word(int rank) {
        StringBuilder word = new StringBuilder();
        for (int rest = rank; rest > 0; rest /= SYLLABLES) {
            int syllable = rest % SYLLABLES;
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return word.toString();
    }
}
