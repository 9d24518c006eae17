package io.freshet;

import java.util.regex.Pattern;

/// The name that a version is retained for: `[A-Za-z0-9][A-Za-z0-9._-]{0,62}`.
public record TagName(String value) implements Comparable<TagName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public TagName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a tag is named with letters, digits, ., _ and -, 1 to 63 characters, starting"
                            + " with a letter or a digit; name="
                            + Text.shown(value));
        }
    }

    @Override
    public int compareTo(TagName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
