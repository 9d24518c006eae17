package io.freshet.adapter.langchain4j;

import io.freshet.Price;
import io.freshet.spi.Embedder;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;

/// How a model of LangChain4j is made and asked.
///
/// @param className of a model with a static method `builder()`, or of a class without arguments
///   that is a model or supplies one
/// @param builder what its builder is told, by the name of the builder's method
/// @param model its name in its embedding space
/// @param price none where none is known
public record LangChainSettings(
        String className,
        SequencedMap<String, String> builder,
        String model,
        int dimensions,
        String documentPrefix,
        String queryPrefix,
        int inputTokensMax,
        Embedder.Limits limits,
        Optional<Price> price) {
    public LangChainSettings {
        builder = Collections.unmodifiableSequencedMap(builder);
    }
}
