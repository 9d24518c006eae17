package io.freshet.spi;

import io.freshet.Content;
import io.freshet.Extracted;

/// Finds the blocks of a text. Pure: the same content gives the same blocks on every machine.
/// Total: any well-formed text gives an answer, in time linear in its length.
@FunctionalInterface
public interface Extractor {
    Extracted extract(Content content);
}
