package io.freshet;

/// What came of a document's bytes.
public sealed interface Decoded permits Decoded.Read, Unread {
    /// They are a text that can be cut into chunks, perhaps another than was sent: what is markup
    /// for a browser has become Markdown.
    record Read(Content content) implements Decoded {}
}
