package io.freshet;

import java.util.regex.Pattern;

/// The name of a collection: `[a-z0-9][a-z0-9_-]{0,62}`, and never `default`, which on the stream
/// means every collection.
public record CollectionName(String value) implements Comparable<CollectionName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    public CollectionName {
        if (!FORM.matcher(value).matches() || value.equals("default")) {
            throw new IllegalArgumentException(
                    "a collection is named with a-z, 0-9, _ and -, 1 to 63 characters, not starting"
                            + " with _ or -, and not \"default\"; name="
                            + Text.shown(value));
        }
    }

    @Override
    public int compareTo(CollectionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
