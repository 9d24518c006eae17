package io.freshet.benchmarks.replay;

import io.freshet.Chunked;
import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.planner.Chunker;
import io.freshet.spi.Extractor;
import java.util.HashMap;
import java.util.Map;

/// How an index that is made from scratch cuts a document. Confined to one thread.
final class Fresh {
    private final Extractor extractor;
    private final Map<String, Chunked> known = new HashMap<>();

    Fresh(Extractor extractor) {
        this.extractor = extractor;
    }

    Chunked cut(Content content) {
        return known.computeIfAbsent(
                content.hash(),
                _ ->
                        Chunker.chunk(
                                content.text(),
                                extractor.extract(content).blocks(),
                                Chunking.DEFAULT));
    }
}
