package io.freshet.adapter.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Writes Markdown block by block. Text is gathered with its white space collapsed until a block
/// ends; what would be read as structure at the start of a line is escaped. Quotes and lists are
/// written at most nine deep; what is deeper stands at that depth. One for each document.
final class MarkdownWriter {
    private static final int DEPTH_MAX = 9;
    private static final int FENCE_MIN = 3;

    /// What makes a line something else than text.
    private static final Pattern STRUCTURE =
            Pattern.compile(
                    "#{1,6}(\\s|$)|[-*+](\\s|$)|>|```|~~~|[-=*_+][-=*_+\\s]*$|\\[[^\\]]*\\]:|<[A-Za-z!/?]"
                            + "|[|:\\s-]+$|\\|");

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})([.)])(\\s|$)");

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Container> containers = new ArrayList<>();
    private int deeper;
    private boolean afterItem;

    /// A quote or an item around what is written.
    private static final class Container {
        private final String first;
        private final String rest;
        private boolean begun;

        Container(String first, String rest) {
            this.first = first;
            this.rest = rest;
        }

        boolean isItem() {
            return !first.equals(rest);
        }

        String prefix() {
            return begun ? rest : first;
        }
    }

    void text(String added) {
        for (int at = 0; at < added.length(); at++) {
            char c = added.charAt(at);
            boolean space =
                    c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u00A0';
            if (!space) {
                text.append(c);
            } else if (!text.isEmpty() && !endsInSpace()) {
                text.append(' ');
            }
        }
    }

    private boolean endsInSpace() {
        char last = text.charAt(text.length() - 1);
        return last == ' ' || last == '\n';
    }

    /// A line ends inside of a paragraph.
    void lineBreak() {
        if (!text.isEmpty()) {
            text.append('\n');
        }
    }

    /// Begins or ends code inside of a text.
    void mark() {
        text.append('`');
    }

    /// What was gathered, without ending a block: the text of a cell.
    String taken() {
        String taken = text.toString().strip().replace('\n', ' ').replace("|", "\\|");
        text.setLength(0);
        return taken;
    }

    void paragraph() {
        List<String> lines = new ArrayList<>();
        for (String line : (gathered() + "\n\n").split("\n", -1)) {
            if (!line.isBlank()) {
                lines.add(escaped(line));
            } else if (!lines.isEmpty()) {
                block(lines);
                lines = new ArrayList<>();
            }
        }
    }

    void heading(int level) {
        String gathered = gathered();
        if (!gathered.isEmpty()) {
            block(List.of("#".repeat(level) + " " + gathered.replace('\n', ' ')));
        }
    }

    private String gathered() {
        String gathered = text.toString().strip();
        text.setLength(0);
        return gathered.replace("``", "").isEmpty() ? "" : gathered;
    }

    void code(String code, String language) {
        List<String> inside = code.stripTrailing().lines().toList();
        while (!inside.isEmpty() && inside.getFirst().isBlank()) {
            inside = inside.subList(1, inside.size());
        }
        if (inside.isEmpty()) {
            return;
        }
        String fence = "`".repeat(Math.max(FENCE_MIN, longestTicks(code) + 1));
        List<String> lines = new ArrayList<>();
        lines.add(fence + language);
        inside.forEach(line -> lines.add(line.stripTrailing()));
        lines.add(fence);
        block(lines);
    }

    private static int longestTicks(String code) {
        int longest = 0;
        int run = 0;
        for (int at = 0; at < code.length(); at++) {
            run = code.charAt(at) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /// @param rows of cells; the first is the head
    void table(List<List<String>> rows) {
        List<List<String>> said =
                rows.stream()
                        .filter(row -> row.stream().anyMatch(cell -> !cell.isBlank()))
                        .toList();
        if (said.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(row(said.getFirst()));
        lines.add("|" + " --- |".repeat(said.getFirst().size()));
        said.stream().skip(1).map(MarkdownWriter::row).forEach(lines::add);
        block(lines);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    void openQuote() {
        open(new Container("> ", "> "));
    }

    void openItem(String marker) {
        open(new Container(marker, " ".repeat(marker.length())));
    }

    private void open(Container container) {
        if (containers.size() == DEPTH_MAX) {
            deeper++;
            return;
        }
        containers.add(container);
    }

    /// Ends what was opened last.
    void close() {
        paragraph();
        if (deeper > 0) {
            deeper--;
        } else {
            containers.removeLast();
        }
    }

    private void block(List<String> lines) {
        boolean starts = !containers.isEmpty() && !containers.getLast().begun;
        boolean tight = afterItem && starts && containers.getLast().isItem();
        if (!out.isEmpty()) {
            out.append(tight ? "\n" : "\n\n");
        }
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder line = new StringBuilder();
            for (Container container : containers) {
                line.append(container.prefix());
                container.begun = true;
            }
            out.append(i == 0 ? "" : "\n")
                    .append(line.append(lines.get(i)).toString().stripTrailing());
        }
        afterItem = containers.stream().anyMatch(Container::isItem);
    }

    private static String escaped(String line) {
        String bare = line.strip();
        if (STRUCTURE.matcher(bare).lookingAt()) {
            return "\\" + bare;
        }
        var number = NUMBER.matcher(bare);
        return number.lookingAt() ? number.group(1) + "\\" + bare.substring(number.end(1)) : bare;
    }

    String finish() {
        paragraph();
        return out.isEmpty() ? "" : out.append('\n').toString();
    }
}
