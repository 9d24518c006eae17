/// How other machines are asked over HTTP: one client with a deadline for the whole answer, and
/// what their refusals mean. Shared by the adapters that ask.
@NullMarked
package io.freshet.adapter.http;

import org.jspecify.annotations.NullMarked;
