package io.freshet.planner;

import io.freshet.Block;
import io.freshet.Block.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Documents from a seed, and the blocks of the simple Markdown that they are written in: parts
/// between blank lines, which a `#`, a `- ` or a fence tells apart.
final class Texts {
    private final Random random;

    Texts(long seed) {
        this.random = new Random(seed);
    }

    /// Sections with paragraphs, lists and code, a few sentences each.
    String document(int parts) {
        var out = new StringBuilder("# " + words(3) + "\n\n");
        for (int i = 0; i < parts; i++) {
            out.append(
                            switch (random.nextInt(12)) {
                                case 0 -> "#".repeat(2 + random.nextInt(2)) + " " + words(4);
                                case 1, 2 -> "- " + sentences(1);
                                case 3 -> "```\n" + words(6) + ";\n    " + words(5) + ";\n```";
                                default -> sentences(1 + random.nextInt(6));
                            })
                    .append("\n\n");
        }
        return out.toString();
    }

    String sentences(int count) {
        var out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String words = words(6 + random.nextInt(16));
            out.append(i == 0 ? "" : " ")
                    .append(Character.toUpperCase(words.charAt(0)))
                    .append(words, 1, words.length())
                    .append('.');
        }
        return out.toString();
    }

    String words(int count) {
        var out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : " ");
            int letters = 2 + random.nextInt(9);
            for (int letter = 0; letter < letters; letter++) {
                out.append((char) ('a' + random.nextInt(26)));
            }
        }
        return out.toString();
    }

    /// Any characters at all, in runs, so that words, blanks and signs of all lengths occur.
    String noise(int runs) {
        int[] alphabet = {'a', ' ', '\n', '!', '.', '一', '。', '，', '_', '7', '#', '-', 0x1F600};
        var out = new StringBuilder();
        for (int i = 0; i < runs; i++) {
            int c = alphabet[random.nextInt(alphabet.length)];
            int length = random.nextInt(8) == 0 ? random.nextInt(2000) : 1 + random.nextInt(5);
            for (int n = 0; n < length; n++) {
                out.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x3000) + 33 : c);
            }
            out.append(random.nextInt(9) == 0 ? "\uD800" : "");
        }
        return out.toString();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        int start = -1;
        boolean fenced = false;
        for (int at = 0; at < text.length(); ) {
            int end = Lines.end(text, at, text.length());
            boolean blank = WhiteSpace.skip(text, at, end) == end;
            boolean fence = text.startsWith("```", at);
            if (start >= 0 && blank && !fenced) {
                blocks.add(block(text, start, at));
                start = -1;
            }
            if (start < 0 && !blank) {
                start = at;
            }
            fenced ^= fence;
            at = Lines.next(text, end, text.length());
        }
        if (start >= 0) {
            blocks.add(block(text, start, text.length()));
        }
        return blocks;
    }

    private static Block block(String text, int start, int end) {
        if (text.startsWith("```", start)) {
            return new Block(Kind.CODE, 0, start, end);
        }
        if (text.startsWith("- ", start)) {
            return new Block(Kind.ITEM, 0, start, end);
        }
        int hashes = 0;
        while (start + hashes < end && text.charAt(start + hashes) == '#') {
            hashes++;
        }
        boolean heading = hashes >= 1 && hashes <= 6 && text.startsWith(" ", start + hashes);
        return new Block(heading ? Kind.HEADING : Kind.PARAGRAPH, heading ? hashes : 0, start, end);
    }
}
