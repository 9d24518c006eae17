package io.freshet;

/// Why bytes, or a file by its name, are not read.
///
/// @param reason in a few words for an operator, such as `PDF is not read`; never text of the
///   document
public record Unread(Kind kind, String reason) implements Decoded, Named {
    /// Whether another format is wanted, or the same one in another form.
    public enum Kind {
        /// This is of a kind that is not read at all.
        UNSUPPORTED,
        /// This kind is read, but these bytes make no text.
        UNDECODABLE
    }

    public static Unread unsupported(String reason) {
        return new Unread(Kind.UNSUPPORTED, reason);
    }

    public static Unread undecodable(String reason) {
        return new Unread(Kind.UNDECODABLE, reason);
    }
}
