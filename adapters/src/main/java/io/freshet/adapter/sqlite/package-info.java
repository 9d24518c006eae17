/// The ports that keep data, on SQLite: values in, rows out, durable when a call returns. One file
/// each, opened as a [Database]; what a failing disk does to it is decided there (I1).
@NullMarked
package io.freshet.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
