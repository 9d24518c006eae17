package io.freshet.benchmarks.quality.longset;

import io.freshet.Block;
import io.freshet.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A heading of a page and the section that it begins: up to the next heading of the same level or
/// a higher one.
///
/// @param title in plain words
/// @param line where the heading itself stands
record Heading(String title, int depth, Span line, Span section) {
    static List<Heading> of(Format format, String text, List<Block> blocks) {
        List<Block> found =
                blocks.stream().filter(block -> block.kind() == Block.Kind.HEADING).toList();
        List<Heading> headings = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Block block = found.get(i);
            int end = text.length();
            for (Block later : found.subList(i + 1, found.size())) {
                if (later.depth() <= block.depth()) {
                    end = later.start();
                    break;
                }
            }
            Span line = new Span(block.start(), block.end());
            headings.add(
                    new Heading(
                            title(format, line.of(text)),
                            block.depth(),
                            line,
                            new Span(block.start(), end)));
        }
        return headings;
    }

    /// Without the signs that make it a heading, be they in front, behind, above or below.
    private static String title(Format format, String lines) {
        String title =
                lines.lines()
                        .filter(line -> !line.strip().matches("([^\\p{Alnum}\\s])\\1+"))
                        .collect(Collectors.joining(" "));
        return Markup.plain(format, title.strip().replaceAll("^#+\\s*|\\s+#+$", ""));
    }

    /// How titles are compared.
    String name() {
        return name(title);
    }

    static String name(String title) {
        return title.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /// The anchor that the renderer of the format makes of the title.
    String anchor(Format format) {
        if (format == Format.RST) {
            return name().replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        }
        return name().replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}_\\- ]", "").replace(' ', '-');
    }
}
