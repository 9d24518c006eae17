package io.freshet.server.e2e;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Pages of made-up English from a seed: what is put in is not about anything, and every word that
/// a test looks for is one that it put there itself. Confined to one thread.
final class Prose {
    private static final String[] WORDS = {
        "river", "window", "garden", "letter", "market", "winter", "bridge", "candle", "forest",
        "harbour", "island", "journey", "kitchen", "lantern", "meadow", "needle", "orchard",
        "paper", "quarry", "saddle", "timber", "valley", "willow", "anchor", "basket", "copper"
    };

    private final RandomGenerator chance;

    Prose(long seed) {
        this.chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    RandomGenerator chance() {
        return chance;
    }

    String sentence() {
        StringBuilder sentence = new StringBuilder("The");
        for (int word = 6 + chance.nextInt(8); word > 0; word--) {
            sentence.append(' ').append(WORDS[chance.nextInt(WORDS.length)]);
        }
        return sentence.append('.').toString();
    }

    String paragraph(int sentences) {
        StringBuilder paragraph = new StringBuilder(sentence());
        for (int i = 1; i < sentences; i++) {
            paragraph.append(' ').append(sentence());
        }
        return paragraph.toString();
    }

    /// Sections of paragraphs, each with its own heading.
    String page(int sections) {
        StringBuilder page = new StringBuilder("# " + sentence() + "\n\n");
        for (int section = 1; section <= sections; section++) {
            page.append("## Section ").append(section).append("\n\n");
            for (int i = 0; i < 4; i++) {
                page.append(paragraph(4)).append("\n\n");
            }
        }
        return page.toString();
    }
}
