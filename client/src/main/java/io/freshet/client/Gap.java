package io.freshet.client;

import org.jspecify.annotations.Nullable;

/// Changes are missing: the feed does not reach back to where the subscriber was, or the collection
/// was deleted and made again. Drop what you hold of it and list its documents; what follows begins
/// behind `indexVersion`.
///
/// @param oldestVersion that the feed still holds
/// @param history that the numbers are of now
public record Gap(
        String collection,
        @Nullable Long oldestVersion,
        long indexVersion,
        @Nullable String history,
        String detail) {}
