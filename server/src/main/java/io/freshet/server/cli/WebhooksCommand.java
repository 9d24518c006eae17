package io.freshet.server.cli;

import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the webhooks of a collection.
@Command(
        name = "webhooks",
        description = {
            "List the webhooks: URLs that each new version of a collection is posted to.",
            "One that failed for 24 hours pauses itself; resume it once its receiver is well."
        },
        footer = {
            "",
            "Examples:",
            "  freshet webhooks",
            "  freshet webhooks add cache https://app.example/hooks/freshet",
            "  freshet webhooks add billing https://b.example/in --filter '{\"team\": \"billing\"}'",
            "  freshet webhooks pause cache",
            "  freshet webhooks resume cache",
            "  freshet webhooks remove cache"
        })
final class WebhooksCommand implements Callable<Integer> {
    private static final String ROW = "%-20s  %-8s  %8s  %10s  %s%n";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    private WebhooksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new WebhooksCommand(terminal))
                .addSubcommand(new Add(terminal))
                .addSubcommand(new Remove(terminal))
                .addSubcommand(new Pause(terminal))
                .addSubcommand(new Resume(terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).get(options.path() + "/webhooks");
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        JsonNode webhooks = answer.path("webhooks");
        if (webhooks.isEmpty()) {
            terminal.out().println("no webhooks; freshet webhooks add NAME URL makes one");
            return 0;
        }
        terminal.out().printf(ROW, "name", "state", "behind", "delivered", "url");
        webhooks.forEach(this::print);
        return 0;
    }

    private void print(JsonNode webhook) {
        JsonNode behind = webhook.path("behind");
        terminal.out()
                .printf(
                        ROW,
                        webhook.path("name").asString(""),
                        webhook.path("state").asString(""),
                        behind.isNull() ? "?" : Text.number(behind.asLong()),
                        Text.number(webhook.path("delivered").asLong()),
                        webhook.path("url").asString(""));
        if (!webhook.path("problem").isNull()) {
            terminal.out()
                    .println(
                            terminal.faint(
                                    "  "
                                            + webhook.path("problem").asString("")
                                            + ", since "
                                            + Text.moment(webhook.path("failing_since"))));
        }
    }

    private static String path(ServerOptions options, String name) {
        return options.path() + "/webhooks/" + ApiClient.encoded(name);
    }

    /// Makes a webhook, and shows its secret this once.
    @Command(
            name = "add",
            description = {
                "Post each new version to a URL from now on, or from --since-version on.",
                "The secret that posts are signed with is shown once."
            },
            footer = {
                "",
                "Examples:",
                "  freshet webhooks add cache https://app.example/hooks/freshet",
                "  freshet webhooks add cache https://app.example/hooks/freshet --since-version 0",
                "  freshet webhooks add mirror https://m.example/in --include text --include vector"
            })
    static final class Add implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "What to call it.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "URL", description = "Where to post to.")
        private String url = "";

        @Option(
                names = "--prefix",
                paramLabel = "PREFIX",
                description = "Only documents whose id starts with this.")
        private String prefix = "";

        @Option(
                names = "--filter",
                paramLabel = "JSON",
                description = "Only documents whose metadata matches, as in a search.")
        private String filter = "";

        @Option(
                names = "--event-type",
                paramLabel = "TYPE",
                description = "Only these: insert, update, delete, refresh; may be repeated.")
        private List<String> eventTypes = new ArrayList<>();

        @Option(
                names = "--include",
                paramLabel = "WHAT",
                description = "Send also: chunks, text, vector; may be repeated.")
        private List<String> include = new ArrayList<>();

        @Option(
                names = "--since-version",
                paramLabel = "N",
                description = "Begin behind this version; 0 is the first that is retained.")
        private String sinceVersion = "";

        Add(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode answer = options.client(terminal).put(path(options, name), body());
            if (options.json()) {
                terminal.out().println(Json.text(answer));
                return 0;
            }
            terminal.out()
                    .println("posts to " + url + " from version " + answer.path("index_version"));
            if (answer.has("secret")) {
                terminal.out()
                        .println(
                                "secret, shown this once: "
                                        + terminal.bold(answer.path("secret").asString("")));
            }
            return 0;
        }

        private ObjectNode body() {
            ObjectNode body = Json.object().put("url", url);
            if (!prefix.isEmpty()) {
                body.put("prefix", prefix);
            }
            if (!filter.isEmpty()) {
                body.set("filter", parsed(filter));
            }
            list(body, "event_types", eventTypes);
            list(body, "include", include);
            if (!sinceVersion.isEmpty()) {
                body.set("since_version", parsed(sinceVersion));
            }
            return body;
        }

        private static void list(ObjectNode body, String field, List<String> words) {
            if (!words.isEmpty()) {
                ArrayNode list = body.putArray(field);
                words.forEach(list::add);
            }
        }

        private static JsonNode parsed(String json) {
            try {
                return Json.read(json);
            } catch (ProblemException e) {
                throw new CommandFailed("this is no JSON: " + json);
            }
        }
    }

    /// Removes a webhook.
    @Command(name = "remove", description = "Post no more, and forget the webhook.")
    static final class Remove implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "NAME", description = "The webhook.")
        private String name = "";

        Remove(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode answer = options.client(terminal).delete(path(options, name));
            terminal.out().println(options.json() ? Json.text(answer) : "removed " + name);
            return 0;
        }
    }

    /// Pauses a webhook.
    @Command(
            name = "pause",
            description = "Post nothing for now; what changes meanwhile is posted after resume.")
    static final class Pause implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "NAME", description = "The webhook.")
        private String name = "";

        Pause(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            return paused(terminal, options, name, true);
        }
    }

    /// Lets a webhook go on.
    @Command(
            name = "resume",
            description = "Go on from the last post that was taken, also after it paused itself.")
    static final class Resume implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "NAME", description = "The webhook.")
        private String name = "";

        Resume(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            return paused(terminal, options, name, false);
        }
    }

    /// A name that is not there is not made by it.
    private static int paused(
            Terminal terminal, ServerOptions options, String name, boolean whether)
            throws InterruptedException {
        ApiClient client = options.client(terminal);
        String path = path(options, name);
        var _ = client.get(path);
        JsonNode answer = client.put(path, Json.object().put("paused", whether));
        String said = (whether ? "paused " : "resumed ") + name;
        terminal.out().println(options.json() ? Json.text(answer) : said);
        return 0;
    }
}
