package io.freshet.planner;

import io.freshet.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The headings of a document, and the path of them over a place. Their text is without the signs
/// that mark a heading, at most 200 characters of it; an empty heading closes what it ends and is
/// named in no path.
///
/// A cursor: places are asked in order. Confined to its caller.
final class Headings {
    private static final int CHARACTERS_MAX = 200;
    private static final String SIGNS = "=-~^\"'`#*+.:_";

    private final List<Heading> all;
    private final Optional<Heading> title;
    private final List<Heading> open = new ArrayList<>();
    private int next;

    private Headings(List<Heading> all) {
        this.all = all;
        this.title = all.stream().filter(h -> !h.text().isEmpty()).findFirst();
    }

    static Headings of(String text, List<Block> blocks) {
        return new Headings(
                blocks.stream()
                        .filter(b -> b.kind() == Block.Kind.HEADING)
                        .map(b -> new Heading(b.start(), b.depth(), says(text, b)))
                        .toList());
    }

    /// The document's first heading that says something.
    Optional<Heading> title() {
        return title;
    }

    /// The headings over `place`, outermost first; one that starts there is over it.
    List<Heading> over(int place) {
        while (next < all.size() && all.get(next).start() <= place) {
            Heading heading = all.get(next++);
            while (!open.isEmpty() && open.getLast().depth() >= heading.depth()) {
                open.removeLast();
            }
            open.add(heading);
        }
        return open.stream().filter(h -> !h.text().isEmpty()).toList();
    }

    private static String says(String text, Block block) {
        int start = title(text, WhiteSpace.skip(text, block.start(), block.end()), block.end());
        int end = WhiteSpace.strip(text, start, block.end());
        if (start < end && text.charAt(start) == '#') {
            return cut(withoutHashes(text, start, end));
        }
        int underline = end;
        while (underline > start && isUnderline(text.charAt(underline - 1))) {
            underline--;
        }
        boolean ownLine = underline < end && isBreak(text, start, underline);
        return cut(Normaliser.collapse(text, start, ownLine ? underline : end));
    }

    /// Behind a line of signs above the title, or the `=` signs that begin its line.
    private static int title(String text, int start, int end) {
        int from = start;
        while (from < end && isUnderline(text.charAt(from))) {
            from++;
        }
        if (from == start || from == end || !WhiteSpace.is(text.charAt(from))) {
            return start;
        }
        int title = WhiteSpace.skip(text, from, end);
        boolean above = title > from && isBreak(text, from, title);
        return above || text.charAt(start) == '=' ? title : start;
    }

    private static String withoutHashes(String text, int start, int end) {
        int from = start;
        while (from < end && text.charAt(from) == '#') {
            from++;
        }
        int to = end;
        while (to > from && text.charAt(to - 1) == '#') {
            to--;
        }
        boolean closing = to == from || WhiteSpace.is(text.charAt(to - 1));
        return Normaliser.collapse(text, from, closing ? to : end);
    }

    private static boolean isUnderline(char c) {
        return SIGNS.indexOf(c) >= 0;
    }

    /// Whether the line that ends at `at` holds nothing but white space.
    private static boolean isBreak(String text, int from, int at) {
        for (int before = at; before > from; before--) {
            char c = text.charAt(before - 1);
            if (c == '\n' || c == '\r') {
                return true;
            }
            if (!WhiteSpace.is(c)) {
                return false;
            }
        }
        return false;
    }

    private static String cut(String says) {
        if (says.length() <= CHARACTERS_MAX) {
            return says;
        }
        int end =
                says.offsetByCodePoints(
                        0, Math.min(CHARACTERS_MAX, says.codePointCount(0, says.length())));
        return says.substring(0, end).stripTrailing();
    }

    /// @param start where its block does
    /// @param depth 1 to 6
    record Heading(int start, int depth, String text) {}
}
