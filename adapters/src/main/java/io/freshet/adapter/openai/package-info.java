/// Embedding by an endpoint of OpenAI's shape, which most providers and servers of models offer.
/// Texts go out, vectors with an index come back; nothing of what comes back is believed.
@NullMarked
package io.freshet.adapter.openai;

import org.jspecify.annotations.NullMarked;
