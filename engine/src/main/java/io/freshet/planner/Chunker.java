package io.freshet.planner;

import io.freshet.Block;
import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Chunking;
import io.freshet.Placement;
import io.freshet.Text;
import io.freshet.planner.Normaliser.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Cuts a document into chunks that stay the same where the text does: an edit inside one block
/// changes one chunk, rarely a few, wherever it stands. A pure function of its arguments (I4, I10),
/// the same for every model.
///
/// The text is cut into [Atoms]; [Boundaries] decides which of the boundaries between them are
/// kept, the weakest first; the [Normaliser] makes of each span the text that is hashed and
/// embedded. No span holds more than [Chunking#tokensMax] tokens, whatever the text. What shows
/// nothing is no chunk.
public final class Chunker {
    private Chunker() {}

    /// @param blocks of the text, in order and without overlap, holding all of it but white space
    public static Chunked chunk(String text, List<Block> blocks, Chunking chunking) {
        List<Atom> atoms = Atoms.of(text, blocks, chunking);
        List<Integer> kept = Boundaries.kept(atoms, chunking);
        var headings = Headings.of(text, blocks);
        List<Placement> placements = new ArrayList<>(kept.size());
        SequencedMap<String, Chunk> chunks = new LinkedHashMap<>();
        int block = 0;
        for (int k = 0; k < kept.size(); k++) {
            int place = atoms.get(kept.get(k)).start();
            int end = k + 1 < kept.size() ? atoms.get(kept.get(k + 1)).start() : text.length();
            var span = new Span(k == 0 ? 0 : place, end);
            while (blocks.get(block).end() <= span.start()) {
                block++;
            }
            var path = headings.over(place);
            String says = Normaliser.text(text, blocks, block, span);
            if (Text.isBlank(says)) {
                continue;
            }
            String prefix = Prefix.of(chunking.prefix(), headings.title(), path, span);
            String embedded = prefix + says;
            var chunk = Chunk.of(embedded, Tokens.count(embedded));
            chunks.putIfAbsent(chunk.hash(), chunk);
            placements.add(
                    new Placement(
                            chunk.hash(),
                            span.start(),
                            span.end(),
                            chunk.tokens(),
                            path.stream().map(Headings.Heading::text).toList()));
        }
        return new Chunked(placements, chunks);
    }
}
