/// Freshet within a process, and what the server is built on: the configuration, the adapters that
/// it chooses, and the collections over them.
@NullMarked
package io.freshet.library;

import org.jspecify.annotations.NullMarked;
