/// Bytes become text: what they are is told by what is declared, by the file's name and by the
/// bytes themselves, then the charset is found. What cannot be read is refused with the reason.
@NullMarked
package io.freshet.adapter.decoding;

import org.jspecify.annotations.NullMarked;
