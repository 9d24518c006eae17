/// The client for Java 17 and newer: events and questions go in as values, answers come out as
/// records, and the feed comes as callbacks, each change once and in order (I9) through cuts and
/// restarts of the server. It knows the wire alone: the JDK's HTTP client and a JSON reader.
@NullMarked
package io.freshet.client;

import org.jspecify.annotations.NullMarked;
