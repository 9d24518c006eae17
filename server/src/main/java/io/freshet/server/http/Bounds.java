package io.freshet.server.http;

import java.util.function.Consumer;

/// What every request is held to.
///
/// @param refused is told the code of each problem that ends a request, or a line of one
record Bounds(BodySizes sizes, Rates rates, Consumer<String> refused) {}
