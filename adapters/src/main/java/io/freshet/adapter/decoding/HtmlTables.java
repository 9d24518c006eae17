package io.freshet.adapter.decoding;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/// Tells tables that hold data from those that arrange a page: these hold tables, headings, code or
/// quotes, or have a single cell. Confined to one page.
final class HtmlTables implements NodeVisitor {
    private static final Set<String> ARRANGED =
            Set.of("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote");

    private final Set<Node> data = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Open> open = new ArrayDeque<>();

    private HtmlTables() {}

    private static final class Open {
        private final Element table;
        private boolean arranges;
        private int cells;

        Open(Element table) {
            this.table = table;
            this.arranges = table.attr("role").equals("presentation");
        }
    }

    static HtmlTables of(Element root) {
        var tables = new HtmlTables();
        NodeTraversor.traverse(tables, root);
        return tables;
    }

    boolean isData(Node table) {
        return data.contains(table);
    }

    @Override
    public void head(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        String name = element.normalName();
        Open inside = open.peek();
        if (inside != null) {
            inside.arranges |= ARRANGED.contains(name);
            inside.cells += name.equals("td") || name.equals("th") ? 1 : 0;
        }
        if (name.equals("table")) {
            open.push(new Open(element));
        }
    }

    @Override
    public void tail(Node node, int depth) {
        Open inside = open.peek();
        if (inside != null && inside.table.equals(node)) {
            open.pop();
            if (!inside.arranges && inside.cells > 1) {
                data.add(node);
            }
        }
    }
}
