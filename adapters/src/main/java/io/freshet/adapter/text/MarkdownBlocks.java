package io.freshet.adapter.text;

import io.freshet.Block;
import io.freshet.Block.Kind;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// The blocks of Markdown, by lines. A block quote or a block of HTML is one paragraph; an item's
/// block is its own first paragraph, and what else it holds are blocks of their own.
///
/// Implementation note. Only commonmark's block structure is used; its inline parser is switched
/// off. Containers nest 20 deep (nine lists); what is deeper is text of the innermost, so neither
/// the stack nor the time per line grows with the nesting. Two parts are ours: [Paragraphs], which
/// keeps long paragraphs linear, and [Tables], since the library's makes a cell of every column for
/// every row.
final class MarkdownBlocks {
    private static final int OPEN_BLOCKS_MAX = 20;
    private static final int INDENTED = 2;

    private final BlockWriter writer;

    private MarkdownBlocks(BlockWriter writer) {
        this.writer = writer;
    }

    /// @param writer over the lines of `body`
    static List<Block> of(String body, BlockWriter writer) {
        var blocks = new MarkdownBlocks(writer);
        for (Node node = parser().parse(body).getFirstChild();
                node != null;
                node = node.getNext()) {
            blocks.block(node, 0);
        }
        return writer.finish();
    }

    private static Parser parser() {
        return Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .maxOpenBlockParsers(OPEN_BLOCKS_MAX)
                .inlineParserFactory(_ -> (_, _) -> {})
                .customBlockParserFactory(new Paragraphs())
                .customBlockParserFactory(new Tables())
                .build();
    }

    /// @param depth 0 at the top, else how many lists deep
    private void block(Node node, int depth) {
        switch (node) {
            case ListBlock list -> items(list.getFirstChild(), depth);
            case Heading heading when depth == 0 -> add(Kind.HEADING, heading.getLevel(), node);
            case FencedCodeBlock code when isIndented(code) ->
                    add(Kind.CODE, Math.max(depth, 1), node);
            case FencedCodeBlock _ -> add(Kind.CODE, depth, node);
            case IndentedCodeBlock _ -> add(Kind.CODE, Math.max(depth, 1), node);
            case Tables.Table _ -> add(Kind.TABLE, depth, node);
            case Paragraphs.Rest _ when hasLines(node) ->
                    writer.extend(firstLine(node), lastLine(node));
            case HtmlBlock _ when followsHtml(node) ->
                    writer.extend(firstLine(node), lastLine(node));
            case Paragraph _ when followsHtml(node) ->
                    writer.extend(firstLine(node), lastLine(node));
            // Those of one run are one paragraph, which the writer makes of lines that none claims.
            case LinkReferenceDefinition _ when depth == 0 -> {}
            default -> text(node, depth);
        }
    }

    private void text(Node node, int depth) {
        if (depth > 0) {
            add(Kind.CONTINUATION, depth, node);
        } else if (hasLines(node)) {
            int indented = writer.indent(firstLine(node)) >= INDENTED ? 1 : 0;
            add(Kind.PARAGRAPH, indented, node);
        }
    }

    private void items(Node first, int depth) {
        for (Node item = first; item != null; item = item.getNext()) {
            item(item, depth);
        }
    }

    private void item(Node item, int depth) {
        Node own = item.getFirstChild();
        if (own == null) {
            add(Kind.ITEM, depth, item);
            return;
        }
        own(item, own, depth);
        for (Node node = own.getNext(); node != null; node = node.getNext()) {
            block(node, depth + 1);
        }
    }

    /// The block that stands behind the item's marker, if only on the line after it.
    private void own(Node item, Node own, int depth) {
        if (!hasLines(item) || !hasLines(own)) {
            return;
        }
        switch (own) {
            case ListBlock list -> {
                item(list.getFirstChild(), depth);
                items(list.getFirstChild().getNext(), depth + 1);
            }
            case FencedCodeBlock _, IndentedCodeBlock _, Tables.Table _ -> block(own, depth + 1);
            default -> writer.add(Kind.ITEM, depth, firstLine(item), lastLine(own));
        }
    }

    private void add(Kind kind, int depth, Node node) {
        if (hasLines(node)) {
            writer.add(kind, depth, firstLine(node), lastLine(node));
        }
    }

    /// Whether no blank line parts it from HTML before it: a comment ends its block where it
    /// closes.
    private static boolean followsHtml(Node node) {
        Node before = node.getPrevious();
        return before instanceof HtmlBlock
                && hasLines(before)
                && hasLines(node)
                && lastLine(before) + 1 == firstLine(node);
    }

    private static boolean isIndented(FencedCodeBlock code) {
        Integer indent = code.getFenceIndent();
        return indent != null && indent >= INDENTED;
    }

    private static boolean hasLines(Node node) {
        return !node.getSourceSpans().isEmpty();
    }

    private static int firstLine(Node node) {
        return node.getSourceSpans().getFirst().getLineIndex();
    }

    private static int lastLine(Node node) {
        return node.getSourceSpans().getLast().getLineIndex();
    }
}
