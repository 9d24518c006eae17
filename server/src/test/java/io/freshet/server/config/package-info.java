/// What may be configured, and what a mistake is answered with.
@NullMarked
package io.freshet.server.config;

import org.jspecify.annotations.NullMarked;
