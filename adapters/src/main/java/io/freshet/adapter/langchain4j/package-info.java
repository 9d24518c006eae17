/// Embedding models of LangChain4j, which the user brings along.
@NullMarked
package io.freshet.adapter.langchain4j;

import org.jspecify.annotations.NullMarked;
