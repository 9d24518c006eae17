package io.freshet.library.config;

/// Where a model of LangChain4j comes from.
public sealed interface LangChainOrigin permits LangChainClass, LangChainModel {}
