package io.freshet.benchmarks.quality.longset;

import io.freshet.Block;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.planner.Tokens;
import io.freshet.spi.Extractor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A document as its repository has it.
///
/// @param history the repository's name
/// @param blob the object name that git has for the text
record Page(
        String history,
        String path,
        String blob,
        Content content,
        List<Block> blocks,
        List<Heading> headings) {
    private static final Pattern HTML_ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern RST_LABEL =
            Pattern.compile("^\\.\\. _`?([^:`]+)`?:\\s*$", Pattern.MULTILINE);

    static Page of(String history, File file, Extractor extractor) {
        Content content = new Content(format(file.path()), file.text());
        List<Block> blocks = extractor.extract(content).blocks();
        return new Page(
                history,
                file.path(),
                file.blob(),
                content,
                blocks,
                Heading.of(content.format(), content.text(), blocks));
    }

    /// @param blob the object name that git has for the text
    record File(String path, String blob, String text) {}

    static Format format(String path) {
        return path.endsWith(".rst") ? Format.RST : Format.MARKDOWN;
    }

    Format format() {
        return content.format();
    }

    String text() {
        return content.text();
    }

    int tokens() {
        return Tokens.count(text());
    }

    /// Whether the heading is that of the page: its section is all that has a heading.
    boolean isTitle(Heading heading) {
        return heading.equals(headings.getFirst()) && heading.section().end() == text().length();
    }

    /// By the anchors that the renderer makes, and by those that the authors wrote above a heading.
    /// What is there twice leads nowhere.
    Map<String, Optional<Heading>> anchors() {
        Map<String, Optional<Heading>> anchors = new HashMap<>();
        Matcher written = (format() == Format.RST ? RST_LABEL : HTML_ANCHOR).matcher(text());
        while (written.find()) {
            below(written.end())
                    .ifPresent(heading -> put(anchors, Heading.name(written.group(1)), heading));
        }
        for (Heading heading : headings) {
            put(anchors, heading.anchor(format()), heading);
        }
        return anchors;
    }

    /// By their titles.
    Map<String, Optional<Heading>> titles() {
        Map<String, Optional<Heading>> titles = new HashMap<>();
        headings.forEach(heading -> put(titles, heading.name(), heading));
        return titles;
    }

    private static void put(Map<String, Optional<Heading>> anchors, String name, Heading heading) {
        anchors.merge(
                name,
                Optional.of(heading),
                (one, other) -> one.equals(other) ? one : Optional.empty());
    }

    /// The heading that stands right below, with nothing but further anchors between.
    private Optional<Heading> below(int offset) {
        return headings.stream()
                .filter(heading -> heading.line().start() >= offset)
                .findFirst()
                .filter(
                        heading -> {
                            String between = text().substring(offset, heading.line().start());
                            between = HTML_ANCHOR.matcher(between).replaceAll("");
                            return RST_LABEL.matcher(between).replaceAll("").isBlank();
                        });
    }
}
