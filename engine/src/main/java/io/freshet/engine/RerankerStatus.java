package io.freshet.engine;

import java.time.Duration;

/// What a reranker may be asked, and what came of it since the process started.
///
/// @param documentsMax most candidates of one search
/// @param calls requests to it
/// @param failures those that gave no order, and `took` for all of them together
public record RerankerStatus(
        String name, int documentsMax, long calls, long failures, Duration took) {}
