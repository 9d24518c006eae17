package io.freshet;

import java.util.Optional;

/// What an event says of a document. [#after] folds two that wait into one.
public sealed interface Change {
    /// This is the document now. Without content it keeps its text.
    record Upsert(Optional<Content> content, MetadataChange metadata) implements Change {
        private Upsert onNothing() {
            return new Upsert(content, new MetadataChange.Replace(metadata.of(Metadata.NONE)));
        }
    }

    /// The document is gone.
    record Delete() implements Change {}

    /// Index again from the source, or from the stored text, even where nothing seems changed.
    record Refresh() implements Change {}

    /// Whether the document's text stays what it is, and a document that is not there stays away.
    default boolean keepsText() {
        return switch (this) {
            case Delete _ -> false;
            case Refresh _ -> true;
            case Upsert upsert -> upsert.content().isEmpty();
        };
    }

    /// One change that does what `earlier` and then this one do (I2).
    default Change after(Change earlier) {
        return switch (this) {
            case Delete delete -> delete;
            case Refresh refresh -> earlier instanceof Refresh ? refresh : earlier;
            case Upsert upsert -> upsertAfter(upsert, earlier);
        };
    }

    private static Change upsertAfter(Upsert upsert, Change earlier) {
        return switch (earlier) {
            case Refresh _ -> upsert;
            case Delete delete -> upsert.content().isPresent() ? upsert.onNothing() : delete;
            case Upsert before ->
                    new Upsert(
                            upsert.content().or(before::content),
                            upsert.metadata().after(before.metadata()));
        };
    }

    /// What a document's metadata becomes.
    sealed interface MetadataChange {
        record Keep() implements MetadataChange {}

        record Replace(Metadata metadata) implements MetadataChange {}

        record Merge(MetadataPatch patch) implements MetadataChange {}

        /// The metadata after this change of `before`.
        default Metadata of(Metadata before) {
            return switch (this) {
                case Keep _ -> before;
                case Replace replace -> replace.metadata();
                case Merge merge -> merge.patch().applyTo(before);
            };
        }

        /// One change that does what `earlier` and then this one do.
        default MetadataChange after(MetadataChange earlier) {
            return switch (this) {
                case Keep _ -> earlier;
                case Replace replace -> replace;
                case Merge merge ->
                        switch (earlier) {
                            case Keep _ -> merge;
                            case Replace(Metadata base) -> new Replace(merge.patch().applyTo(base));
                            case Merge(MetadataPatch first) -> new Merge(first.then(merge.patch()));
                        };
            };
        }
    }
}
