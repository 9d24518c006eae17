package io.freshet.adapter.langchain4j;

import java.util.Collections;
import java.util.SequencedMap;

/// A class of LangChain4j on the class path that a model is made of.
///
/// @param name of a model with a static method `builder()`, or of a class without arguments that is
///   a model or supplies one
/// @param builder what its builder is told, by the name of the builder's method
public record ModelClass(String name, SequencedMap<String, String> builder) {
    public ModelClass {
        builder = Collections.unmodifiableSequencedMap(builder);
    }
}
