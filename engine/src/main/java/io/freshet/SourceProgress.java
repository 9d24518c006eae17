package io.freshet;

import java.util.List;

/// What a source has come to know, stored in the transaction of the events that it led to: after a
/// crash neither is there without the other.
///
/// @param source its name within the collection
/// @param root what the listing was made of, such as a directory's device and inode; with withheld
///   deletes it is kept, and another root never confirms them
/// @param seen items as they are now
/// @param gone items that are no more
/// @param cause of the versions that its events lead to
public record SourceProgress(
        String source, String root, List<SourceItem> seen, List<DocumentId> gone, Cause cause) {
    public SourceProgress {
        seen = List.copyOf(seen);
        gone = List.copyOf(gone);
    }

    public SourceProgress(
            String source, String root, List<SourceItem> seen, List<DocumentId> gone) {
        this(source, root, seen, gone, Cause.EVENTS);
    }
}
