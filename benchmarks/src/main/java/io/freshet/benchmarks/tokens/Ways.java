package io.freshet.benchmarks.tokens;

import io.freshet.Block;
import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.planner.Planner;
import io.freshet.planner.Tokens;
import io.freshet.spi.Extractor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What each way of keeping an index makes of a document. Freshet's own is the planner that the
/// server runs. Pure; safe for any thread.
final class Ways {
    private final Extractor extractor;
    private final Planner planner;

    Ways(Extractor extractor, Chunking chunking) {
        this.extractor = extractor;
        this.planner = new Planner(extractor::extract, chunking);
    }

    /// A document by all of them.
    record Cut(Pieces chunks, Pieces recursive, Pieces blocks) {}

    Cut cut(Content content, RecursiveSplitter splitter) {
        return new Cut(chunks(content), recursive(content, splitter), blocks(content));
    }

    Pieces chunks(Content content) {
        SequencedMap<String, Integer> pieces = new LinkedHashMap<>();
        planner.cut(content).chunks().forEach((hash, chunk) -> pieces.put(hash, chunk.tokens()));
        return new Pieces(pieces);
    }

    /// It is given the body without front matter, so that only the rule is compared.
    Pieces recursive(Content content, RecursiveSplitter splitter) {
        SequencedMap<String, Integer> pieces = new LinkedHashMap<>();
        for (String piece : splitter.split(body(content))) {
            pieces.put(piece, Tokens.count(piece));
        }
        return new Pieces(pieces);
    }

    private String body(Content content) {
        List<Block> blocks = extractor.extract(content).blocks();
        boolean hasFront = !blocks.isEmpty() && blocks.getFirst().kind() == Block.Kind.FRONT_MATTER;
        return hasFront ? content.text().substring(blocks.getFirst().end()) : content.text();
    }

    /// White space does not count, as it does not for a chunk.
    private Pieces blocks(Content content) {
        SequencedMap<String, Integer> pieces = new LinkedHashMap<>();
        for (Block block : extractor.extract(content).blocks()) {
            if (block.kind() != Block.Kind.FRONT_MATTER) {
                String text = content.text().substring(block.start(), block.end());
                String collapsed = text.strip().replaceAll("\\s+", " ");
                pieces.put(collapsed, Tokens.count(collapsed));
            }
        }
        return new Pieces(pieces);
    }

    /// The format of a file by its name.
    static Format format(String path) {
        return path.endsWith(".rst") ? Format.RST : Format.MARKDOWN;
    }
}
