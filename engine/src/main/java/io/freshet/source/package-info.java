/// Follows a source: listings and hints come in, submissions go out, each with what the source has
/// come to know, stored in the same transaction. Guards I1 for what a source holds: the index
/// becomes what the source shows, whatever was missed, and nothing is deleted that was only not
/// seen.
@NullMarked
package io.freshet.source;

import org.jspecify.annotations.NullMarked;
