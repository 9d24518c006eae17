/// What an edit costs is decided here: text and blocks go in, chunks and their placements come out.
/// Pure: values in, values out, the same on every machine (I4, I10).
@NullMarked
package io.freshet.planner;

import org.jspecify.annotations.NullMarked;
