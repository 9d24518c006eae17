/// The values that flow through Freshet, from an event to an announcement.
@NullMarked
package io.freshet;

import org.jspecify.annotations.NullMarked;
