/// The blocks of Markdown and of plain text: commonmark finds the blocks of Markdown (inlines are
/// never parsed), Jackson reads front matter. Every line that is not blank is in exactly one block.
@NullMarked
package io.freshet.adapter.text;

import org.jspecify.annotations.NullMarked;
