/// What is configured. Goes in: flags, environment, one YAML file. Comes out: immutable records
/// with every default filled in, and where each value came from.
@NullMarked
package io.freshet.library.config;

import org.jspecify.annotations.NullMarked;
