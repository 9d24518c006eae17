/// Tests of what is kept in SQLite: the ports' contracts, and what only a file can do wrong.
@NullMarked
package io.freshet.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
