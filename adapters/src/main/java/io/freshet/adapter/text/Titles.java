package io.freshet.adapter.text;

/// The headings of texts that are read line by line. A sign always means the same level, wherever
/// it comes first in a text: so an edit at the top changes no heading further down.
final class Titles {
    private static final String LEVELS = "=-~^+";
    private static final String SIGNS = "=-~^\"'`#*+.:_";
    private static final int OTHER_LEVEL = 5;
    private static final int LEVEL_MAX = 6;
    private static final int UNDERLINE_MIN = 3;
    private static final int DIFFERENCE_MAX = 2;

    private Titles() {}

    /// A heading that a line begins.
    ///
    /// @param end the line after it
    record Title(int level, int end) {
        static final Title NONE = new Title(0, 0);

        boolean exists() {
            return level > 0;
        }
    }

    /// One that is underlined, or has a line of one sign above and below, as reStructuredText has
    /// it.
    static Title restructured(TextLines lines, int line) {
        Title underlined = underlined(lines, line, SIGNS);
        boolean framed =
                !underlined.exists()
                        && line + 2 < lines.count()
                        && isRule(lines.line(line), SIGNS)
                        && !lines.isBlank(line + 1)
                        && isRule(lines.line(line + 2), SIGNS)
                        && first(lines, line + 2) == first(lines, line);
        return framed ? new Title(1, line + 3) : underlined;
    }

    /// One that begins with `=` signs or is underlined, as AsciiDoc has it. What tells of the block
    /// below it is none, nor is a line over a block's fence.
    static Title asciiDoc(TextLines lines, int line) {
        int level = 0;
        String text = lines.line(line);
        while (level < text.length() && level <= LEVEL_MAX && text.charAt(level) == '=') {
            level++;
        }
        boolean marked =
                level > 0
                        && level <= LEVEL_MAX
                        && level < text.length()
                        && Character.isWhitespace(text.charAt(level))
                        && !text.substring(level).isBlank();
        if (marked) {
            return new Title(level, line + 1);
        }
        Title underlined = underlined(lines, line, LEVELS);
        boolean title =
                underlined.exists()
                        && "[.".indexOf(text.charAt(0)) < 0
                        && length(lines.line(line + 1)) <= length(text) + DIFFERENCE_MAX;
        return title ? underlined : Title.NONE;
    }

    /// A line at the left with nothing above it, and under it a line of one sign that is about as
    /// long.
    private static Title underlined(TextLines lines, int line, String signs) {
        boolean alone = line == 0 || lines.isBlank(line - 1);
        if (!alone || line + 1 >= lines.count() || lines.indent(line) > 0) {
            return Title.NONE;
        }
        String under = lines.line(line + 1);
        String title = lines.line(line);
        boolean longEnough =
                length(under) >= Math.max(UNDERLINE_MIN, length(title) - DIFFERENCE_MAX);
        if (!longEnough || !isRule(under, signs) || isRule(title, SIGNS)) {
            return Title.NONE;
        }
        int level = LEVELS.indexOf(under.charAt(0)) + 1;
        return new Title(level == 0 ? OTHER_LEVEL : level, line + 2);
    }

    private static boolean isRule(String line, String signs) {
        String bare = line.stripTrailing();
        char sign = bare.isEmpty() ? ' ' : bare.charAt(0);
        return bare.length() >= UNDERLINE_MIN
                && signs.indexOf(sign) >= 0
                && bare.chars().allMatch(c -> c == sign);
    }

    private static char first(TextLines lines, int line) {
        return lines.line(line).charAt(0);
    }

    private static int length(String line) {
        String bare = line.stripTrailing();
        return bare.codePointCount(0, bare.length());
    }
}
