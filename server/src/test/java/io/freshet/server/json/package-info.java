/// Reading is strict and points at the fault.
@NullMarked
package io.freshet.server.json;

import org.jspecify.annotations.NullMarked;
