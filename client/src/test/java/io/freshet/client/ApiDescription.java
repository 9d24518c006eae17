package io.freshet.client;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a server's `/openapi.json` says, to hold the client against.
final class ApiDescription {
    private static final Pattern HOLE = Pattern.compile("\\{[^}]+}");

    private final JsonNode document;
    private final SortedMap<String, Operation> operations = new TreeMap<>();

    /// A request as it came.
    record Asked(String method, String path, SortedSet<String> query, List<JsonNode> body) {
        static Asked of(String method, URI target, byte[] body) {
            SortedSet<String> names = new TreeSet<>();
            String query = target.getRawQuery();
            for (String one : query == null ? new String[0] : query.split("&", -1)) {
                names.add(URLDecoder.decode(one.split("=", 2)[0], StandardCharsets.UTF_8));
            }
            boolean isJson = body.length > 0 && body[0] == '{';
            return new Asked(
                    method,
                    target.getRawPath(),
                    names,
                    isJson ? List.of(JsonText.read(body)) : List.of());
        }
    }

    /// @param shared what all operations of its path have
    record Operation(String method, String path, JsonNode shared, JsonNode said) {
        boolean isOf(Asked asked) {
            String pattern = "\\Q" + HOLE.matcher(path).replaceAll("\\\\E[^/]+\\\\Q") + "\\E";
            return method.equals(asked.method) && asked.path.matches(pattern);
        }

        private Stream<JsonNode> parameters() {
            return Stream.concat(
                    shared.path("parameters").valueStream(), said.path("parameters").valueStream());
        }
    }

    private ApiDescription(JsonNode document) {
        this.document = document;
        document.path("paths")
                .forEachEntry(
                        (path, shared) ->
                                shared.forEachEntry(
                                        (word, said) -> {
                                            String id = said.path("operationId").asString("");
                                            if (!id.isEmpty()) {
                                                operations.put(
                                                        id,
                                                        new Operation(
                                                                word.toUpperCase(Locale.ROOT),
                                                                path,
                                                                shared,
                                                                said));
                                            }
                                        }));
    }

    static ApiDescription of(String server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/openapi.json")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new ApiDescription(
                    JsonText.read(http.send(request, BodyHandlers.ofString()).body()));
        }
    }

    SortedSet<String> operations() {
        return new TreeSet<>(operations.keySet());
    }

    /// Which operation a request is of: of two paths that fit, the one that says more.
    String operation(Asked asked) {
        return operations.entrySet().stream()
                .filter(each -> each.getValue().isOf(asked))
                .min(Comparator.comparingLong(each -> holes(each.getValue().path())))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new AssertionError("described nowhere: " + asked));
    }

    private static long holes(String path) {
        return HOLE.matcher(path).results().count();
    }

    /// Parameters and fields of the operation that none of these requests has.
    List<String> unsaid(String id, List<Asked> requests) {
        Operation operation = operations.get(id);
        List<String> unsaid = new ArrayList<>();
        for (JsonNode each : operation.parameters().toList()) {
            JsonNode parameter = resolved(each);
            String name = parameter.path("name").asString("");
            switch (parameter.path("in").asString("")) {
                case "query" -> {
                    if (requests.stream().noneMatch(one -> one.query.contains(name))) {
                        unsaid.add(id + "?" + name);
                    }
                }
                case "path" ->
                        resolved(parameter.path("schema"))
                                .path("enum")
                                .valueStream()
                                .map(JsonNode::asString)
                                .filter(
                                        word ->
                                                requests.stream()
                                                        .noneMatch(
                                                                one ->
                                                                        one.path.endsWith(
                                                                                "/" + word)))
                                .forEach(word -> unsaid.add(id + "/" + word));
                default -> {}
            }
        }
        JsonNode body = operation.said().at("/requestBody/content/application~1json/schema");
        unsaidOf(body, requests.stream().flatMap(one -> one.body.stream()).toList(), id, unsaid);
        return unsaid;
    }

    private void unsaidOf(JsonNode schema, List<JsonNode> values, String where, List<String> to) {
        JsonNode described = plain(schema);
        if (described.has("items")) {
            List<JsonNode> elements = values.stream().flatMap(JsonNode::valueStream).toList();
            unsaidOf(described.path("items"), elements, where, to);
        }
        described
                .path("properties")
                .forEachEntry(
                        (name, property) -> {
                            String field = where + "." + name;
                            List<JsonNode> said =
                                    values.stream()
                                            .filter(value -> value.has(name))
                                            .map(value -> value.path(name))
                                            .toList();
                            if (said.isEmpty()) {
                                to.add(field);
                            } else {
                                unsaidOf(property, said, field, to);
                            }
                        });
    }

    /// The schemas of what an operation answers where all is well.
    List<JsonNode> answers(String id) {
        return operations.get(id).said().path("responses").properties().stream()
                .filter(each -> each.getKey().startsWith("2"))
                .map(each -> resolved(each.getValue()).at("/content/application~1json/schema"))
                .filter(JsonNode::isObject)
                .toList();
    }

    /// Fields of a schema that a type has no place for, or no place for their being null.
    List<String> unread(JsonNode schema, Type type, String where) {
        JsonNode described = plain(schema);
        if (described.has("items")) {
            return type instanceof ParameterizedType list
                    ? unread(described.path("items"), list.getActualTypeArguments()[0], where)
                    : List.of(where);
        }
        if (!described.has("properties")
                || described.path("additionalProperties").asBoolean(false)) {
            return List.of();
        }
        if (!(type instanceof Class<?> known) || !known.isRecord()) {
            return List.of(where);
        }
        Map<String, RecordComponent> places = new TreeMap<>();
        for (RecordComponent each : known.getRecordComponents()) {
            places.put(snake(each.getName()), each);
        }
        List<String> unread = new ArrayList<>();
        described
                .path("properties")
                .forEachEntry(
                        (name, property) -> {
                            String field = where + "." + name;
                            RecordComponent place = places.get(name);
                            if (place == null) {
                                unread.add(field);
                            } else if (place.getType().isPrimitive() && mayBeNull(property)) {
                                unread.add(field + " may be null");
                            } else {
                                unread.addAll(unread(property, place.getGenericType(), field));
                            }
                        });
        return unread;
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private boolean mayBeNull(JsonNode schema) {
        JsonNode described = resolved(schema);
        return Stream.of(described.path("type"), described.path("anyOf"), described.path("oneOf"))
                .flatMap(JsonNode::valueStream)
                .anyMatch(
                        one ->
                                one.asString("").equals("null")
                                        || one.path("type").asString("").equals("null"));
    }

    /// Without what it may be besides: null, or a shorter form.
    private JsonNode plain(JsonNode schema) {
        JsonNode described = resolved(schema);
        if (described.has("properties")) {
            return described;
        }
        return Stream.of(described.path("anyOf"), described.path("oneOf"))
                .flatMap(JsonNode::valueStream)
                .findFirst()
                .map(this::plain)
                .orElse(described);
    }

    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }
}
