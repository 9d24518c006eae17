package io.freshet.adapter.text;

import io.freshet.Block;
import io.freshet.Metadata;
import java.util.Optional;

/// What a Markdown text says of itself at its very start: YAML between lines of `---`, TOML between
/// lines of `+++`, at most 64 KiB of it. It is metadata only if it can be read as an object. What
/// cannot is text: one paragraph if no blank line is in it, else read like the rest (a text may
/// begin with a rule, after all).
///
/// @param block over the whole of it with both fences, where there is one
/// @param bodyStart where the rest begins
record FrontMatter(Optional<Block> block, Metadata metadata, int bodyStart) {
    private static final int CHARACTERS_MAX = 64 * 1024;

    static FrontMatter at(String text, int start) {
        String fence = fence(text, start);
        int inside = lineAfter(text, start);
        int close = fence.isEmpty() ? -1 : closing(text, inside, fence);
        if (close < 0) {
            return new FrontMatter(Optional.empty(), Metadata.NONE, start);
        }
        String inner = text.substring(inside, close);
        int end = lineEnd(text, close);
        int body = lineAfter(text, close);
        var read = fence.equals("---") ? ObjectReader.yaml(inner) : ObjectReader.toml(inner);
        if (read.isPresent()) {
            var block = new Block(Block.Kind.FRONT_MATTER, 0, start, end);
            return new FrontMatter(Optional.of(block), read.get(), body);
        }
        if (inner.lines().anyMatch(String::isBlank)) {
            return new FrontMatter(Optional.empty(), Metadata.NONE, start);
        }
        var block = new Block(Block.Kind.PARAGRAPH, 0, start, end);
        return new FrontMatter(Optional.of(block), Metadata.NONE, body);
    }

    private static String fence(String text, int start) {
        String line = text.substring(start, lineEnd(text, start)).stripTrailing();
        return line.equals("---") || line.equals("+++") ? line : "";
    }

    /// Where the line of the closing fence starts; -1 where none is near.
    private static int closing(String text, int from, String fence) {
        int last = Math.min(text.length() - fence.length(), from + CHARACTERS_MAX);
        for (int at = from; at <= last; at = lineAfter(text, at)) {
            if (text.startsWith(fence, at) && fence(text, at).equals(fence)) {
                return at;
            }
        }
        return -1;
    }

    private static int lineEnd(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int lineAfter(String text, int at) {
        int end = lineEnd(text, at);
        return Math.min(text.startsWith("\r\n", end) ? end + 2 : end + 1, text.length());
    }
}
