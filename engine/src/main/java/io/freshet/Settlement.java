package io.freshet;

import java.util.OptionalLong;

/// A document's events up to a sequence are dealt with.
///
/// @param sourceVersion the one that the document reached with it, where events carried one
public record Settlement(DocumentId document, long sequence, OptionalLong sourceVersion) {}
