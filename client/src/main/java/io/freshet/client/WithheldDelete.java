package io.freshet.client;

import java.time.Instant;

/// A delete that a source reported among too many to be believed: the document is still found.
public record WithheldDelete(String documentId, Instant since, String source, String reason) {}
