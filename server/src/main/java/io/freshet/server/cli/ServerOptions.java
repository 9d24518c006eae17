package io.freshet.server.cli;

import io.freshet.CollectionName;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What every client command takes.
final class ServerOptions {
    static final String DEFAULT_COLLECTION = "knowledge_base";
    private static final String DEFAULT_SERVER = "http://localhost:8765";

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            description = "The collection (default: knowledge_base).")
    private Optional<String> collection = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The server to talk to (default: FRESHET_SERVER, else http://localhost:8765).")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to show (default: FRESHET_TOKEN).")
    private Optional<String> token = Optional.empty();

    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    private boolean json;

    boolean json() {
        return json;
    }

    String collection() {
        return collection.orElse(DEFAULT_COLLECTION);
    }

    /// The collection where one is named.
    Optional<String> named() {
        return collection;
    }

    /// The path of the collection's resources.
    String path() {
        try {
            return "/v1/collections/" + new CollectionName(collection()).value();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
    }

    ApiClient client(Terminal terminal) {
        return new ApiClient(uri(terminal), token(terminal));
    }

    Optional<String> token(Terminal terminal) {
        return token.or(() -> Optional.ofNullable(terminal.environment().get("FRESHET_TOKEN")));
    }

    URI uri(Terminal terminal) {
        String text =
                server.or(() -> Optional.ofNullable(terminal.environment().get("FRESHET_SERVER")))
                        .orElse(DEFAULT_SERVER);
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI uri = URI.create(trimmed);
            boolean usable =
                    uri.getHost() != null
                            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            if (usable) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            throw notUrl(text);
        }
        throw notUrl(text);
    }

    private static CommandFailed notUrl(String text) {
        return new CommandFailed(
                "the server's address is a URL such as http://localhost:8765, not " + text);
    }
}
