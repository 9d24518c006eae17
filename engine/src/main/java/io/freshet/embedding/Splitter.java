package io.freshet.embedding;

import io.freshet.EmbeddingSpace;
import java.util.List;

/// Cuts a text that is longer than a model reads.
@FunctionalInterface
public interface Splitter {
    /// No text is ever cut.
    Splitter NONE = (text, _) -> List.of(text);

    /// In pieces that the model of the space reads whole, one after the other; a text that it reads
    /// whole is one.
    List<String> pieces(String text, EmbeddingSpace space);
}
