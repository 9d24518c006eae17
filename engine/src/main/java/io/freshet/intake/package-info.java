/// Admits events. Goes in: submissions of any thread. Comes out: admissions, once they are on disk
/// (I1).
@NullMarked
package io.freshet.intake;

import org.jspecify.annotations.NullMarked;
