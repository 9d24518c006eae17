package io.freshet;

/// How much of what is indexed already may be embedded again within an hour. Changes that come to
/// more than `documents` *and* more than `share` of the collection's chunks are held until they are
/// confirmed. What is new is never held, nor what needs no embedding.
///
/// @param share 0 to 1
public record ReembedGuard(int documents, double share) implements CollectionSettings.Part {
    public static final ReembedGuard DEFAULT = new ReembedGuard(50, 0.20);

    /// Holds nothing.
    public static final ReembedGuard OFF = new ReembedGuard(Integer.MAX_VALUE, 1);

    public ReembedGuard {
        if (documents < 0) {
            throw new IllegalArgumentException("reembed_guard.documents is 0 or more");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("reembed_guard.share is 0% to 100%");
        }
    }
}
