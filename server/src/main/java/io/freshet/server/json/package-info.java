/// JSON as the wire has it: one mapper, strict reading with pointers, and problems as RFC 9457.
/// Goes in: bytes. Comes out: trees and values, or a [ProblemException] that names the element at
/// fault.
@NullMarked
package io.freshet.server.json;

import org.jspecify.annotations.NullMarked;
