package io.freshet.library.config;

import java.util.Collections;
import java.util.SequencedMap;

/// A class of LangChain4j that a model is made of.
///
/// @param name on the class path
/// @param builder what its builder is told, by the builder's method; may hold keys
public record LangChainClass(String name, SequencedMap<String, Secret> builder)
        implements LangChainOrigin {
    public LangChainClass {
        builder = Collections.unmodifiableSequencedMap(builder);
    }
}
