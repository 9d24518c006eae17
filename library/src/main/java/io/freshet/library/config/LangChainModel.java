package io.freshet.library.config;

import dev.langchain4j.model.embedding.EmbeddingModel;

/// A model of LangChain4j that a program has made and hands over. When to ask again is decided by
/// Freshet, so it is best made with `maxRetries(0)`.
///
///     settings.embedder("house", new LangChainModel(model))
///
/// @param model safe for as many threads as `concurrency_max` says
public record LangChainModel(EmbeddingModel model) implements LangChainOrigin {}
