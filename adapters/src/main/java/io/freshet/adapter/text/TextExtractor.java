package io.freshet.adapter.text;

import io.freshet.Block;
import io.freshet.Content;
import io.freshet.Extracted;
import io.freshet.Metadata;
import io.freshet.adapter.text.LineBlocks.Markup;
import io.freshet.spi.Extractor;
import java.util.List;

/// The extractor for all formats. A byte order mark at the start counts as white space. Safe for
/// any thread.
public final class TextExtractor implements Extractor {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    public TextExtractor() {}

    @Override
    public Extracted extract(Content content) {
        String text = content.text();
        int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        return switch (content.format()) {
            case PLAIN -> bare(PlainBlocks.of(new TextLines(text, start)));
            case RST -> bare(LineBlocks.of(new TextLines(text, start), Markup.RESTRUCTURED));
            case ASCIIDOC -> bare(LineBlocks.of(new TextLines(text, start), Markup.ASCII_DOC));
            case MARKDOWN -> markdown(text, start);
        };
    }

    private static Extracted bare(List<Block> blocks) {
        return new Extracted(blocks, Metadata.NONE);
    }

    private static Extracted markdown(String text, int start) {
        FrontMatter front = FrontMatter.at(text, start);
        var written = new BlockWriter(new TextLines(text, front.bodyStart()));
        front.block().ifPresent(written::open);
        List<Block> blocks = MarkdownBlocks.of(text.substring(front.bodyStart()), written);
        return new Extracted(blocks, front.metadata());
    }
}
