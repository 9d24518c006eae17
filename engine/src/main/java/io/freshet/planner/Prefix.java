package io.freshet.planner;

import io.freshet.Chunking;
import java.util.List;
import java.util.Optional;

/// What is put before a chunk's text when it is embedded: the document's first heading, or that and
/// the nearest one, each on its line, together at most 30 tokens. A heading that the chunk itself
/// holds is not said twice.
final class Prefix {
    private static final int TOKENS_MAX = 30;

    private Prefix() {}

    /// @param path the headings over the chunk's start
    static String of(
            Chunking.Prefix kind,
            Optional<Headings.Heading> title,
            List<Headings.Heading> path,
            Normaliser.Span span) {
        return switch (kind) {
            case NONE -> "";
            case TITLE -> line(title.filter(t -> isOutside(t, span)), TOKENS_MAX);
            case HEADING -> {
                var nearest = path.isEmpty() ? title : Optional.of(path.getLast());
                if (nearest.equals(title)) {
                    yield line(title.filter(t -> isOutside(t, span)), TOKENS_MAX);
                }
                yield line(title.filter(t -> isOutside(t, span)), TOKENS_MAX / 2)
                        + line(nearest.filter(n -> isOutside(n, span)), TOKENS_MAX / 2);
            }
        };
    }

    private static boolean isOutside(Headings.Heading heading, Normaliser.Span span) {
        return heading.start() < span.start() || heading.start() >= span.end();
    }

    private static String line(Optional<Headings.Heading> heading, int tokensMax) {
        return heading.map(h -> Tokens.first(h.text(), tokensMax) + "\n").orElse("");
    }
}
