package io.freshet;

import java.util.Optional;

/// What is wrong, for whoever must mend it.
///
/// @param code a stable word, listed in the docs
/// @param detail one sentence that names the field and the remedy
/// @param pointer the JSON pointer of the element at fault, where one is
public record Problem(String code, String detail, Optional<String> pointer) {
    public static Problem of(String code, String detail) {
        return new Problem(code, detail, Optional.empty());
    }

    public static Problem at(String pointer, String code, String detail) {
        return new Problem(code, detail, Optional.of(pointer));
    }
}
