/// The engine on the real adapters, whose process is killed and whose files are damaged, lost and
/// mixed: what it comes to afterwards is compared with what was acknowledged (I1, I3, I4, I5).
@NullMarked
package io.freshet.durability;

import org.jspecify.annotations.NullMarked;
