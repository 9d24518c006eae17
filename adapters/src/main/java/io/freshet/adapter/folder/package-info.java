/// A directory as a source: what lies below it, by pattern and rule, is a document each. In go
/// paths, patterns and what the operating system notices; out come listings, contents and hints.
/// Guards I1 where documents are files: what cannot be read is never taken to be gone.
@NullMarked
package io.freshet.adapter.folder;

import org.jspecify.annotations.NullMarked;
