package io.freshet.server.page;

import io.freshet.server.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What `/openapi.json` promises, held against real requests and answers. A request that was taken
/// must be one that is described; any answer must be. Safe for any thread.
public final class ApiContract {
    private static final Description API = Description.read(PageFiles.OPENAPI);
    private static final String PROBLEM = "application/problem+json";

    /// What any path may answer without saying so each time.
    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 405, 500, 503, 507);

    private static final Set<Integer> NOWHERE = Set.of(400, 403, 404, 405, 413, 415, 503);
    private static final List<Template> TEMPLATES =
            API.root().get("paths").propertyNames().stream()
                    .map(Template::of)
                    .sorted(
                            Comparator.comparingLong(Template::variables)
                                    .thenComparing(Template::path))
                    .toList();

    private ApiContract() {}

    /// @param target path and query, as they were sent
    /// @param mediaType of the body; empty where it has none
    public record Request(String method, String target, String mediaType, Optional<String> body) {
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        String query() {
            int query = target.indexOf('?');
            return query < 0 ? "" : target.substring(query + 1);
        }
    }

    /// @param mediaType empty where it has none
    public record Answer(int status, String mediaType, String body) {}

    private record Template(String path, Pattern pattern, long variables) {
        static Template of(String path) {
            String pattern = path.replace("{c}", "[^/]+").replaceAll("\\{[a-z]+}", ".+");
            return new Template(
                    path,
                    Pattern.compile(pattern),
                    path.chars().filter(sign -> sign == '{').count());
        }
    }

    /// What of an exchange is not described; empty where all of it is.
    public static List<String> findings(Request request, Answer answer) {
        boolean isHead = request.method().equals("HEAD");
        String method = isHead ? "get" : request.method().toLowerCase(Locale.ROOT);
        Optional<JsonNode> item =
                TEMPLATES.stream()
                        .filter(t -> t.pattern().matcher(request.path()).matches())
                        .map(t -> API.root().get("paths").get(t.path()))
                        .filter(path -> path.has(method))
                        .findFirst();
        if (item.isEmpty()) {
            return undescribed(answer);
        }
        JsonNode operation = item.get().get(method);
        List<String> findings = new ArrayList<>(answerFindings(operation, answer, isHead));
        if (answer.status() < 300 && answer.status() >= 200) {
            findings.addAll(queryFindings(item.get(), operation, request));
            findings.addAll(bodyFindings(operation, request));
        }
        return findings.stream()
                .map(
                        f ->
                                request.method()
                                        + " "
                                        + request.target()
                                        + " "
                                        + answer.status()
                                        + ": "
                                        + f)
                .toList();
    }

    private static List<String> undescribed(Answer answer) {
        return NOWHERE.contains(answer.status())
                ? value("#/components/schemas/Problem", answer.body())
                : List.of("no such path and method, and yet " + answer.status());
    }

    private static List<String> answerFindings(JsonNode operation, Answer answer, boolean isHead) {
        JsonNode responses = operation.get("responses");
        String status = Integer.toString(answer.status());
        if (!responses.has(status) && !ANYWHERE.contains(answer.status())) {
            return List.of("this status is not described");
        }
        JsonNode response = API.resolved(responses.get(responses.has(status) ? status : "default"));
        JsonNode content = response.path("content");
        String type = bare(answer.mediaType());
        if (content.isMissingNode() || isHead) {
            return content.isMissingNode() && !answer.body().isEmpty()
                    ? List.of("a body is not described")
                    : List.of();
        }
        if (!content.has(type)) {
            return List.of("this media type is not described: " + type);
        }
        return type.equals("application/json") || type.equals(PROBLEM)
                ? value(content.get(type).get("schema"), answer.body())
                : List.of();
    }

    private static List<String> queryFindings(JsonNode path, JsonNode operation, Request request) {
        List<String> findings = new ArrayList<>();
        for (String pair : request.query().split("&", -1)) {
            if (pair.isEmpty() || isPage(request)) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            Optional<JsonNode> known = parameter(path, name).or(() -> parameter(operation, name));
            if (known.isEmpty()) {
                findings.add("the parameter " + name + " is not described");
                continue;
            }
            JsonNode schema = API.resolved(known.get().get("schema"));
            String text = parts.length == 1 ? "" : decoded(parts[1]);
            boolean isNumber = schema.path("type").asString("").equals("integer");
            JsonNode sent = isNumber ? Json.read(text) : Json.tree(text);
            API.findings(schema, sent).forEach(f -> findings.add("parameter " + name + ": " + f));
        }
        return findings;
    }

    /// Links to a page may carry anything.
    private static boolean isPage(Request request) {
        return request.path().equals("/") || request.path().startsWith("/page/");
    }

    private static Optional<JsonNode> parameter(JsonNode owner, String name) {
        return owner.path("parameters")
                .valueStream()
                .map(API::resolved)
                .filter(one -> one.get("in").stringValue().equals("query"))
                .filter(one -> one.get("name").stringValue().equals(name))
                .findFirst();
    }

    private static List<String> bodyFindings(JsonNode operation, Request request) {
        String body = request.body().orElse("");
        if (body.isEmpty()) {
            return List.of();
        }
        JsonNode content = operation.path("requestBody").path("content");
        String type = bare(request.mediaType());
        if (!content.has(type)) {
            return List.of("a body of this media type is not described: " + type);
        }
        return type.endsWith("json") && !type.endsWith("ndjson")
                ? value(content.get(type).get("schema"), body)
                : List.of();
    }

    private static List<String> value(String reference, String json) {
        return value(Json.object().put("$ref", reference), json);
    }

    private static List<String> value(JsonNode schema, String json) {
        return API.findings(schema, Json.read(json));
    }

    private static String bare(String mediaType) {
        return mediaType.replaceFirst(";.*", "").strip();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// Every described path with its methods.
    public static Map<String, Set<String>> operations() {
        Map<String, Set<String>> operations = new java.util.TreeMap<>();
        for (Map.Entry<String, JsonNode> path : API.root().get("paths").properties()) {
            Set<String> methods = new java.util.TreeSet<>();
            for (String name : path.getValue().propertyNames()) {
                if (!name.equals("parameters")) {
                    methods.add(name.toUpperCase(Locale.ROOT));
                }
            }
            operations.put(path.getKey(), methods);
        }
        return operations;
    }
}
