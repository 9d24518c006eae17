/// The blocks of every format. commonmark finds those of Markdown (inlines are never parsed), and
/// Jackson reads its front matter; plain text, reStructuredText and AsciiDoc are read line by line.
/// Every line that is not blank is in exactly one block.
@NullMarked
package io.freshet.adapter.text;

import org.jspecify.annotations.NullMarked;
