package io.freshet.server.http;

import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.Metadata;
import java.util.Optional;

/// What a request says a document is now: its text, its metadata, or both.
record DocumentBody(Optional<Content> content, Optional<Metadata> metadata) {
    boolean isEmpty() {
        return content.isEmpty() && metadata.isEmpty();
    }

    /// Text without metadata means empty metadata: this is the document now.
    Upsert upsert() {
        return new Upsert(content, new MetadataChange.Replace(metadata.orElse(Metadata.NONE)));
    }
}
