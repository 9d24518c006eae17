package io.freshet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Pages of a made-up manual, from a seed: headings, paragraphs of a few sentences, some code.
/// Confined to one thread.
final class Pages {
    private static final String SYLLABLES = "ba be bi bo bu da de di do du ka ke ki ko ku la le li";
    private static final List<String> PARTS = List.of(SYLLABLES.split(" "));
    private static final int WORDS = 3000;

    private final RandomGenerator chance;
    private final List<String> words = new ArrayList<>();

    Pages(long seed) {
        chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int part = 1 + chance.nextInt(3); part >= 0; part--) {
                word.append(PARTS.get(chance.nextInt(PARTS.size())));
            }
            words.add(word.toString());
        }
    }

    int below(int bound) {
        return chance.nextInt(bound);
    }

    /// The blocks of a page, which blank lines part.
    List<String> blocks(int sections) {
        List<String> blocks = new ArrayList<>(List.of("# " + words(4)));
        for (int section = 0; section < sections; section++) {
            blocks.add("## " + words(3));
            for (int i = 0; i < 4; i++) {
                blocks.add(paragraph());
            }
            if (chance.nextInt(2) == 0) {
                blocks.add("```\nlet " + words(2) + ";\n    " + words(5) + ";\n```");
            }
        }
        return blocks;
    }

    String paragraph() {
        StringBuilder paragraph = new StringBuilder();
        for (int sentence = 2 + chance.nextInt(4); sentence > 0; sentence--) {
            String words = words(8 + chance.nextInt(14));
            paragraph
                    .append(Character.toUpperCase(words.charAt(0)))
                    .append(words, 1, words.length())
                    .append(sentence == 1 ? "." : ". ");
        }
        return paragraph.toString();
    }

    /// Words are as uneven as in a language: the first of the list are frequent.
    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double share = chance.nextDouble();
            text.append(i == 0 ? "" : " ").append(words.get((int) (share * share * WORDS)));
        }
        return text.toString();
    }
}
