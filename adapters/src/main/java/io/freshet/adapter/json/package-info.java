/// Metadata and its patches as JSON text, the one form in which adapters keep them: values in, text
/// out, and back without loss. The only adapter that others may use.
@NullMarked
package io.freshet.adapter.json;

import org.jspecify.annotations.NullMarked;
