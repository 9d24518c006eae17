/// The page that a browser is shown, as the files that it is made of. Goes in: the resources beside
/// this package, written by hand and without a build step. Comes out: each with its media type and
/// a tag of its content.
@NullMarked
package io.freshet.server.page;

import org.jspecify.annotations.NullMarked;
