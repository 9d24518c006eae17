package io.freshet;

/// A document of a source as the source last showed it.
///
/// @param stamp the source's own mark, cheap to look at: where it is another, the document may have
///   changed
/// @param hash of its content ([Content#hash]): where it is another, it has
public record SourceItem(DocumentId document, String stamp, String hash) {}
