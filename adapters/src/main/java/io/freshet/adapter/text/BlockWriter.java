package io.freshet.adapter.text;

import io.freshet.Block;
import java.util.ArrayList;
import java.util.List;

/// Turns lines into blocks such that every line that is not blank is in exactly one: a line that is
/// claimed twice stays with the first block, and lines that none claims become paragraphs. Confined
/// to its caller.
final class BlockWriter {
    private final TextLines lines;
    private final List<Block> blocks = new ArrayList<>();
    private int free;

    BlockWriter(TextLines lines) {
        this.lines = lines;
    }

    /// How many characters of white space a line begins with.
    int indent(int line) {
        return lines.indent(line);
    }

    /// Begins with a block that lies before the lines.
    void open(Block block) {
        blocks.add(block);
    }

    void add(Block.Kind kind, int depth, int firstLine, int lastLine) {
        int first = Math.max(firstLine, free);
        fill(first);
        int last = Math.min(lastLine, lines.count() - 1);
        while (first <= last && lines.isBlank(first)) {
            first++;
        }
        while (last >= first && lines.isBlank(last)) {
            last--;
        }
        if (first <= last) {
            write(kind, depth, first, last);
        }
    }

    /// Makes the block written last reach to `lastLine`; it must be where `firstLine` follows.
    void extend(int firstLine, int lastLine) {
        if (blocks.isEmpty() || firstLine != free || lastLine < free) {
            add(Block.Kind.PARAGRAPH, 0, firstLine, lastLine);
            return;
        }
        Block last = blocks.removeLast();
        blocks.add(new Block(last.kind(), last.depth(), last.start(), lines.end(lastLine)));
        free = lastLine + 1;
    }

    List<Block> finish() {
        fill(lines.count());
        return blocks;
    }

    private void fill(int end) {
        while (free < end) {
            if (lines.isBlank(free)) {
                free++;
                continue;
            }
            int last = free;
            while (last + 1 < end && !lines.isBlank(last + 1)) {
                last++;
            }
            write(Block.Kind.PARAGRAPH, 0, free, last);
        }
    }

    private void write(Block.Kind kind, int depth, int first, int last) {
        blocks.add(new Block(kind, depth, lines.start(first), lines.end(last)));
        free = last + 1;
    }
}
