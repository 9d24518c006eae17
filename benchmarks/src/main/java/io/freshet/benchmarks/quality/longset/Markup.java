package io.freshet.benchmarks.quality.longset;

import io.freshet.Format;

/// What a reader sees of a line of markup: words, without links, emphasis and code marks.
final class Markup {
    private Markup() {}

    static String plain(Format format, String markup) {
        String plain = format == Format.RST ? restructured(markup) : markdown(markup);
        return plain.replaceAll("\\s+", " ").strip();
    }

    private static String markdown(String markup) {
        String linked =
                markup.replaceAll("(?s)<!--.*?-->", "")
                        .replaceAll("</?(a|span|em|strong|kbd|code)\\b[^>]*>", "")
                        .replaceAll("!?\\[([^\\]]*)\\](\\[[^\\]]*\\]|\\([^)]*\\))", "$1");
        return emphasis(linked, "`");
    }

    private static String restructured(String markup) {
        String linked =
                markup.replaceAll(":pep:`(\\d+)(#[^`]*)?`", "PEP $1")
                        .replaceAll(":[a-z:]+:`~?([^`<]*?)(\\s*<[^`>]*>)?`", "$1")
                        .replaceAll("\\s*\\[[^\\]]+\\]_(?!\\w)", "")
                        .replaceAll("(?<!`)`([^`<]+?)(\\s*<[^`>]*>)?`__?(?!\\w)", "$1")
                        .replaceAll(
                                "(?<![\\w`])([A-Za-z][\\w-]*[A-Za-z0-9])_(?=[\\s.,;:)]|$)", "$1");
        return emphasis(linked, "``?");
    }

    /// Takes emphasis away outside of code, and the marks of the code.
    private static String emphasis(String markup, String mark) {
        var plain = new StringBuilder();
        String[] parts = markup.split(mark, -1);
        for (int i = 0; i < parts.length; i++) {
            boolean isCode = i % 2 == 1;
            plain.append(
                    isCode
                            ? parts[i]
                            : parts[i].replaceAll("(?<!\\w)[*_]+(?=\\S)|(?<=\\S)[*_]+(?!\\w)", ""));
        }
        return plain.toString();
    }
}
