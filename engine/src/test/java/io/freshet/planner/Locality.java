package io.freshet.planner;

import io.freshet.Block;
import io.freshet.Chunking;
import io.freshet.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/// How far edits reach, measured: each is inside one block (a word in, out or changed, a character
/// changed) or of one block (a paragraph in or out).
///
/// @param mean new chunks an edit
/// @param most new chunks of one edit
/// @param farthest new chunk from the edited place, in chunks
public record Locality(int edits, double mean, int most, int farthest) {
    /// @param blocks of a text, as its format's extractor finds them
    public static Locality measure(
            List<String> texts, Function<String, List<Block>> blocks, int edits, long seed) {
        var random = new Random(seed);
        int total = 0;
        int most = 0;
        int farthest = 0;
        for (int i = 0; i < edits; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            var edit = edit(text, blocks.apply(text), random);
            Set<String> known = new HashSet<>();
            placements(text, blocks).forEach(p -> known.add(p.hash()));
            Set<String> added = new HashSet<>();
            var after = placements(edit.text, blocks);
            int place = at(after, edit.at);
            for (int p = 0; p < after.size(); p++) {
                if (!known.contains(after.get(p).hash()) && added.add(after.get(p).hash())) {
                    farthest = Math.max(farthest, Math.abs(p - place));
                }
            }
            total += added.size();
            most = Math.max(most, added.size());
        }
        return new Locality(edits, (double) total / edits, most, farthest);
    }

    private static List<Placement> placements(String text, Function<String, List<Block>> blocks) {
        return Chunker.chunk(text, blocks.apply(text), Chunking.DEFAULT).placements();
    }

    private static int at(List<Placement> placements, int offset) {
        int last = 0;
        while (last + 1 < placements.size() && placements.get(last).end() <= offset) {
            last++;
        }
        return last;
    }

    private static Edit edit(String text, List<Block> blocks, Random random) {
        var prose = blocks.stream().filter(b -> b.kind() == Block.Kind.PARAGRAPH).toList();
        Block block = prose.get(random.nextInt(prose.size()));
        int start = WhiteSpace.strip(text, block.start(), block.end());
        for (int tries = 0; tries < 20 && start >= block.end() - 1; tries++) {
            start = block.start() + random.nextInt(block.end() - block.start());
        }
        int word = text.indexOf(' ', start);
        int from = word < 0 || word >= block.end() ? block.end() : word;
        int next = text.indexOf(' ', from + 1);
        int to = next < 0 || next >= block.end() ? from : next;
        return switch (random.nextInt(6)) {
            case 0 -> new Edit(text, from, from, " borrowed");
            case 1 -> new Edit(text, from, to, "");
            case 2 -> new Edit(text, from, to, to > from ? " replaced" : "");
            case 3 -> new Edit(text, from, from, "x");
            case 4 ->
                    new Edit(
                            text,
                            block.end(),
                            block.end(),
                            "\n\nThink of it as a book from a library: whoever holds it reads it,"
                                    + " and nobody else does until it is back.");
            default -> new Edit(text, block.start(), block.end(), "");
        };
    }

    private record Edit(String text, int at) {
        private Edit(String before, int from, int to, String with) {
            this(before.substring(0, from) + with + before.substring(to), from);
        }
    }
}
