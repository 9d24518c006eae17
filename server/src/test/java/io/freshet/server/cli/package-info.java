/// The command line in this process, against a server that answers what the test says.
@NullMarked
package io.freshet.server.cli;

import org.jspecify.annotations.NullMarked;
