package io.freshet.client;

import java.util.List;

/// What became of an export that was put into a collection.
///
/// @param vectors that were taken from it
/// @param unchanged documents that were so already
/// @param notYetVisible documents that are accepted and were not searchable in time
/// @param failed the first 1,000 documents whose change was given up
public record Imported(
        long documents,
        long vectors,
        long unchanged,
        long embeddedTokens,
        long indexVersion,
        long notYetVisible,
        List<Accepted.Failure> failed) {
    public Imported {
        failed = Given.list(failed);
    }
}
