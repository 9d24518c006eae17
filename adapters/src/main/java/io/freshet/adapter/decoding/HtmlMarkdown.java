package io.freshet.adapter.decoding;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Elements;
import org.jsoup.select.NodeTraversor;

/// Turns HTML into Markdown that says what a reader of the page is shown: headings, paragraphs,
/// lists, tables, code and quotes, without scripts, navigation and forms.
///
/// Implementation note. jsoup builds the tree, at most 256 deep: what is deeper is flattened, so
/// that neither its time nor ours grows with the nesting.
final class HtmlMarkdown {
    private static final int DEPTH_MAX = 256;

    private HtmlMarkdown() {}

    static String of(String html) {
        Document page = Parser.htmlParser().setMaxDepth(DEPTH_MAX).parseInput(html, "");
        Element root = root(page);
        var writer = new MarkdownWriter();
        title(page, root, writer);
        NodeTraversor.filter(new HtmlWalk(root, HtmlTables.of(root), writer), root);
        return writer.finish();
    }

    /// The part that is the page's own, where exactly one says that it is.
    private static Element root(Document page) {
        Elements main = page.select("main, [role=main]");
        if (main.size() == 1) {
            return main.getFirst();
        }
        Elements articles = page.select("article");
        return articles.size() == 1 ? articles.getFirst() : page.body();
    }

    /// The title as the first heading, unless one at the top level says the same. What a title says
    /// behind the heading's text is the site's name.
    private static void title(Document page, Element root, MarkdownWriter writer) {
        String title = page.title();
        boolean said =
                root.select("h1").stream()
                        .map(Element::text)
                        .anyMatch(heading -> !heading.isBlank() && says(title, heading));
        if (!said && !title.isBlank()) {
            writer.text(title);
            writer.heading(1);
        }
    }

    private static boolean says(String title, String heading) {
        String whole = title.strip().toLowerCase(Locale.ROOT);
        String part = heading.replace("\u00B6", "").strip().toLowerCase(Locale.ROOT);
        return whole.startsWith(part);
    }
}
