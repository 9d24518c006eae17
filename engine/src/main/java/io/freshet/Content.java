package io.freshet;

/// A document's text and its format. Lone surrogates and NUL have become U+FFFD, so that every
/// store and every provider takes it.
public record Content(Format format, String text) {
    public Content {
        text = Text.wellFormed(text);
    }

    /// Addresses the content: the same text in the same format is kept once.
    public String hash() {
        return Text.hash(format.name() + '\n' + text);
    }
}
