package io.freshet.adapter.langchain4j;

import io.freshet.Price;
import io.freshet.spi.Embedder;
import java.util.Optional;

/// How a model of LangChain4j is asked.
///
/// @param model its name in its embedding space
/// @param price none where none is known
public record LangChainSettings(
        String model,
        int dimensions,
        String documentPrefix,
        String queryPrefix,
        int inputTokensMax,
        Embedder.Limits limits,
        Optional<Price> price) {}
