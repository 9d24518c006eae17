package io.freshet.server.stream;

import io.freshet.EventType;
import io.freshet.Filter;
import io.freshet.feed.Selection;
import io.freshet.server.http.FilterReader;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a subscriber wants to hear of, and how much of it.
///
/// @param include beside ids, counts and metadata
public record Subscription(Selection selection, Set<Include> include) {
    /// Everything that there was before anybody could choose.
    public static final Subscription ALL =
            new Subscription(Selection.ALL, EnumSet.noneOf(Include.class));

    public Subscription {
        Set<Include> all = EnumSet.noneOf(Include.class);
        all.addAll(include);
        if (!all.isEmpty()) {
            all.add(Include.CHUNKS);
        }
        include = Collections.unmodifiableSet(all);
    }

    /// What may be sent with a change.
    public enum Include {
        /// Ids of the chunks.
        CHUNKS,
        TEXT,
        VECTOR
    }

    /// As a client writes it; what is absent is everything, and nothing beside.
    ///
    /// @throws ProblemException where it cannot be read
    public static Subscription of(
            Optional<String> prefix,
            Optional<List<String>> types,
            Optional<JsonNode> filter,
            Optional<List<String>> include) {
        Set<EventType> wanted =
                types.map(words -> words("event_types", words, EventType.class, EventType::word))
                        .orElse(Selection.ALL.types());
        if (wanted.isEmpty()) {
            throw wrong("event_types", "names at least one of " + all(EventType.class));
        }
        return new Subscription(
                new Selection(
                        prefix.orElse(""),
                        wanted,
                        filter.map(node -> FilterReader.read(node, "/filter"))
                                .orElse(Filter.all())),
                include.map(words -> words("include", words, Include.class, Subscription::word))
                        .orElse(EnumSet.noneOf(Include.class)));
    }

    private static <E extends Enum<E>> Set<E> words(
            String field, List<String> words, Class<E> type, Function<E, String> name) {
        Set<E> found = EnumSet.noneOf(type);
        for (String word : words) {
            found.add(
                    EnumSet.allOf(type).stream()
                            .filter(each -> name.apply(each).equals(word))
                            .findFirst()
                            .orElseThrow(() -> wrong(field, "holds any of " + all(type))));
        }
        return found;
    }

    private static <E extends Enum<E>> String all(Class<E> type) {
        return EnumSet.allOf(type).stream()
                .map(Subscription::word)
                .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static ProblemException wrong(String field, String what) {
        return ProblemException.at("/" + field, ProblemCode.INVALID_FIELD, field + " " + what);
    }

    /// A list in a query: words between commas.
    static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    boolean includes(Include what) {
        return include.contains(what);
    }
}
