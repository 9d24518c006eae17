package io.freshet;

/// What the name of a file says of what is in it. The bytes may still say otherwise.
public sealed interface Named permits Named.Typed, Unread {
    /// Files with such a name are read.
    ///
    /// @param mediaType that the name stands for, such as `text/markdown`
    record Typed(String mediaType) implements Named {}
}
