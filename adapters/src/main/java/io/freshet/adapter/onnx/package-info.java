/// The built-in embedder: texts in, vectors of a small model out, on this machine's own cores.
/// Model and tokenizer come from the class path; nothing is ever fetched or reported over the
/// network.
///
/// Guards: a vector depends on its text alone, never on what else was asked for (one text at a
/// time, no padding), and no text is cut: what is longer than the model reads is embedded in
/// pieces.
@NullMarked
package io.freshet.adapter.onnx;

import org.jspecify.annotations.NullMarked;
