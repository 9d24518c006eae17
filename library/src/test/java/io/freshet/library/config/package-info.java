/// What may be configured, and what a mistake is answered with.
@NullMarked
package io.freshet.library.config;

import org.jspecify.annotations.NullMarked;
