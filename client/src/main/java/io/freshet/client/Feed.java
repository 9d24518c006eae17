package io.freshet.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The feed's entries, as they come over the wire.
final class Feed {
    private Feed() {}

    static Changes page(JsonNode tree) {
        List<Change> changes = new ArrayList<>();
        try {
            tree.path("changes").forEach(entry -> change(entry).ifPresent(changes::add));
        } catch (JacksonException e) {
            throw new FreshetApiException("this is no page of the feed", e);
        }
        return new Changes(changes, tree.path("next").asString(""));
    }

    /// Empty for a type that is not known: such are passed over.
    static Optional<Change> change(JsonNode entry) {
        return switch (entry.path("type").asString("")) {
            case "index_update" -> Optional.of(IndexUpdate.of(entry));
            case "batch_complete" -> Optional.of(JsonText.as(entry, BatchComplete.class));
            default -> Optional.empty();
        };
    }
}
