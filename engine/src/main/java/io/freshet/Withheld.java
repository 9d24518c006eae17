package io.freshet;

import java.time.Instant;

/// A delete that a source reported among too many: on disk, and not worked on before somebody or a
/// later listing releases it.
///
/// @param source and `root` of the listing that missed it
public record Withheld(
        DocumentId document, long sequence, Instant since, String source, String root) {}
