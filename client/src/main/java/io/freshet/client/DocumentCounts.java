package io.freshet.client;

/// Documents by what became of them.
///
/// @param unchanged is counted in a dry run only
public record DocumentCounts(int inserted, int updated, int deleted, int unchanged) {
    static final DocumentCounts NONE = new DocumentCounts(0, 0, 0, 0);
}
