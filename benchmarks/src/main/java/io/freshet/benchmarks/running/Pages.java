package io.freshet.benchmarks.running;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Pages of a made-up manual, from a seed: headings, paragraphs of a few sentences, some code.
/// Confined to one thread.
public final class Pages {
    /// Real words: a model splits made-up ones into many pieces, and embeds them more slowly.
    private static final List<String> WORDS =
            List.of(
                    """
                    the of and a to in is you that it for on are with as they be at one have this
                    from by word but what some can out other were all there when use your how said
                    each she which their time will way about many then them write would like these
                    long make thing see two look more day could go come did number sound most people
                    over know water than call first who may down side been now find any new work part
                    take get place made live where after back little only round man year came show
                    every good give our under name very through just form sentence great think say
                    help low line differ turn cause much mean before move right boy old too same tell
                    does set three want air well also play small end put home read hand port large
                    spell add even land here must big high such follow act why ask men change went
                    light kind off need house picture try again animal point mother world near build
                    self earth father head stand own page should country found answer school grow
                    study still learn plant cover food sun four between state keep eye never last let
                    thought city tree cross farm hard start might story saw far sea draw left late run
                    """
                            .strip()
                            .split("\\s+"));

    private final RandomGenerator chance;

    public Pages(long seed) {
        chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public int below(int bound) {
        return chance.nextInt(bound);
    }

    /// The blocks of a page, which blank lines part.
    public List<String> blocks(int sections) {
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

    /// A few words, as somebody searches.
    public String question() {
        return words(5);
    }

    public String paragraph() {
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
            int rank = (int) (share * share * WORDS.size());
            text.append(i == 0 ? "" : " ").append(WORDS.get(rank));
        }
        return text.toString();
    }
}
