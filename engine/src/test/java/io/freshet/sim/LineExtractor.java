package io.freshet.sim;

import io.freshet.Block;
import io.freshet.Content;
import io.freshet.Extracted;
import io.freshet.Metadata;
import io.freshet.spi.Extractor;
import java.util.ArrayList;
import java.util.List;

/// Each line is a block: what a real extractor does is tested elsewhere. Safe for any thread.
public final class LineExtractor implements Extractor {
    @Override
    public Extracted extract(Content content) {
        List<Block> blocks = new ArrayList<>();
        int start = 0;
        for (String line : content.text().split("\n", -1)) {
            if (!line.isBlank()) {
                blocks.add(new Block(Block.Kind.PARAGRAPH, 0, start, start + line.length()));
            }
            start += line.length() + 1;
        }
        return new Extracted(blocks, Metadata.NONE);
    }
}
