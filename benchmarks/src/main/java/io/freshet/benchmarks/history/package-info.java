/// Real documentation as people edited it: in goes a git repository packed as a bundle, out come
/// its commits, what each changed, and the texts. Nothing here knows of indexes.
@NullMarked
package io.freshet.benchmarks.history;

import org.jspecify.annotations.NullMarked;
