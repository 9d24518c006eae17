package io.freshet.adapter.decoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/// Walks over a page and writes what it finds. One for each page.
final class HtmlWalk implements NodeFilter {
    private static final Set<String> LEVELS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
    private static final int LANGUAGE_MAX = 30;
    private static final int DIGITS_MAX = 6;
    private static final int BULLET = -1;

    private final Element root;
    private final HtmlTables tables;
    private final MarkdownWriter writer;
    private final Deque<Integer> numbers = new ArrayDeque<>();
    private final List<List<String>> rows = new ArrayList<>();
    private @Nullable Node table;
    private final StringBuilder code = new StringBuilder();
    private @Nullable Node pre;
    private @Nullable Node heading;

    HtmlWalk(Element root, HtmlTables tables, MarkdownWriter writer) {
        this.root = root;
        this.tables = tables;
        this.writer = writer;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            text(text.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (HtmlParts.isLeftOut(element, root.normalName().equals("body"))) {
            return FilterResult.SKIP_ENTIRELY;
        }
        open(element);
        return FilterResult.CONTINUE;
    }

    private void text(String text) {
        if (pre == null) {
            writer.text(text);
        } else {
            code.append(text);
        }
    }

    private void open(Element element) {
        if (pre != null) {
            code.append(element.normalName().equals("br") ? "\n" : "");
            return;
        }
        if (table != null || heading != null) {
            openInline(element);
            return;
        }
        if (element.isBlock()) {
            writer.paragraph();
        }
        switch (element.normalName()) {
            case "br" -> writer.lineBreak();
            case "pre" -> pre = element;
            case "code", "kbd", "samp" -> writer.mark();
            case "blockquote" -> writer.openQuote();
            case "li" -> writer.openItem(marker());
            case "ul" -> numbers.push(BULLET);
            case "ol" -> numbers.push(firstNumber(element));
            case "table" -> {
                if (tables.isData(element)) {
                    table = element;
                }
            }
            case "td", "th" -> writer.paragraph();
            default -> {
                if (LEVELS.contains(element.normalName())) {
                    heading = element;
                }
            }
        }
    }

    /// Where a line must not end: in a cell, in a heading.
    private void openInline(Element element) {
        String name = element.normalName();
        if (name.equals("tr") && table != null) {
            rows.add(new ArrayList<>());
        }
        if (element.isBlock() || name.equals("br")) {
            writer.text(" ");
        }
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
        return FilterResult.CONTINUE;
    }

    private void close(Element element) {
        String name = element.normalName();
        if (pre != null) {
            if (element.equals(pre)) {
                writer.code(code.toString(), language(element));
                code.setLength(0);
                pre = null;
            }
            return;
        }
        if (table != null) {
            closeInTable(element, name);
            return;
        }
        if (heading != null) {
            if (element.equals(heading)) {
                writer.heading(name.charAt(1) - '0');
                heading = null;
            }
            return;
        }
        if (element.isBlock()) {
            writer.paragraph();
        }
        switch (name) {
            case "code", "kbd", "samp" -> writer.mark();
            case "blockquote", "li" -> writer.close();
            case "ul", "ol" -> numbers.pop();
            case "td", "th" -> writer.paragraph();
            default -> {}
        }
    }

    private void closeInTable(Element element, String name) {
        switch (name) {
            case "td", "th" -> {
                if (rows.isEmpty()) {
                    rows.add(new ArrayList<>());
                }
                rows.getLast().add(writer.taken());
            }
            case "caption" -> writer.paragraph();
            case "table" -> {
                writer.paragraph();
                writer.table(rows);
                rows.clear();
                table = null;
            }
            default -> {
                if (element.isBlock()) {
                    writer.text(" ");
                }
            }
        }
    }

    private String marker() {
        if (numbers.isEmpty() || numbers.peek() == BULLET) {
            return "- ";
        }
        int number = numbers.pop();
        numbers.push(number + 1);
        return number + ". ";
    }

    private static int firstNumber(Element list) {
        String start = list.attr("start");
        boolean given = !start.isEmpty() && start.length() <= DIGITS_MAX && isNumber(start);
        return given ? Integer.parseInt(start) : 1;
    }

    private static boolean isNumber(String digits) {
        return digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// As highlighters have it: `language-java` on the block or on the code in it.
    private static String language(Element pre) {
        Element inner = pre.firstElementChild();
        for (Element element : inner == null ? List.of(pre) : List.of(pre, inner)) {
            for (String name : element.classNames()) {
                String language = name.replaceFirst("^(language|lang|highlight-source)-", "");
                if (!language.equals(name)
                        && language.length() <= LANGUAGE_MAX
                        && language.chars()
                                .allMatch(c -> Character.isLetterOrDigit(c) || c == '+')) {
                    return language;
                }
            }
        }
        return "";
    }
}
