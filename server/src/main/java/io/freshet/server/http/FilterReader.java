package io.freshet.server.http;

import io.freshet.Filter;
import io.freshet.Filter.Operator;
import io.freshet.Metadata;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Reads a filter as clients write it. Bounded in depth and in conditions.
public final class FilterReader {
    static final int DEPTH_MAX = 32;
    static final int CONDITIONS_MAX = 1000;

    private int conditions;

    private FilterReader() {}

    /// @param pointer of the filter within the request
    /// @throws ProblemException `invalid_filter`, with the pointer of what is wrong
    public static Filter read(JsonNode node, String pointer) {
        return new FilterReader().object(node, pointer, 1);
    }

    private Filter object(JsonNode node, String pointer, int depth) {
        if (!node.isObject()) {
            throw wrong(pointer, "a filter is a JSON object");
        }
        if (depth > DEPTH_MAX) {
            throw wrong(pointer, "a filter is nested at most " + DEPTH_MAX + " deep");
        }
        List<Filter> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String at = pointer + "/" + Fields.escaped(member.getKey());
            all.add(member(member.getKey(), member.getValue(), at, depth));
        }
        return joined(all);
    }

    private Filter member(String key, JsonNode value, String pointer, int depth) {
        return switch (key) {
            case "$and" -> new Filter.And(list(value, pointer, depth));
            case "$or" -> new Filter.Or(list(value, pointer, depth));
            case "$not" -> new Filter.Not(object(value, pointer, depth + 1));
            default -> {
                if (key.startsWith("$")) {
                    throw wrong(pointer, "here go keys, or one of: $and, $or, $not");
                }
                yield condition(key, value, pointer, depth);
            }
        };
    }

    private List<Filter> list(JsonNode node, String pointer, int depth) {
        if (!node.isArray() || node.isEmpty()) {
            throw wrong(pointer, "this must be an array of filters, with at least one");
        }
        List<Filter> filters = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            filters.add(object(element, pointer + "/" + filters.size(), depth + 1));
        }
        return filters;
    }

    private Filter condition(String key, JsonNode value, String pointer, int depth) {
        if (!value.isObject()) {
            count(pointer);
            return new Filter.In(key, List.of(scalar(value, pointer)));
        }
        if (depth > DEPTH_MAX) {
            throw wrong(pointer, "a filter is nested at most " + DEPTH_MAX + " deep");
        }
        if (value.isEmpty()) {
            throw wrong(pointer, "an object here holds operators, such as {\"$gte\": 5}");
        }
        List<Filter> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String at = pointer + "/" + Fields.escaped(member.getKey());
            count(at);
            all.add(operator(key, member, at, depth));
        }
        return joined(all);
    }

    private Filter operator(
            String key, Map.Entry<String, JsonNode> member, String pointer, int depth) {
        JsonNode value = member.getValue();
        return switch (member.getKey()) {
            case "$eq" -> new Filter.In(key, List.of(scalar(value, pointer)));
            case "$ne" -> new Filter.Not(new Filter.In(key, List.of(scalar(value, pointer))));
            case "$in" -> new Filter.In(key, scalars(value, pointer));
            case "$nin" -> new Filter.Not(new Filter.In(key, scalars(value, pointer)));
            case "$gt" -> new Filter.Compare(key, Operator.GREATER, bound(value, pointer));
            case "$gte" ->
                    new Filter.Compare(key, Operator.GREATER_OR_EQUAL, bound(value, pointer));
            case "$lt" -> new Filter.Compare(key, Operator.LESS, bound(value, pointer));
            case "$lte" -> new Filter.Compare(key, Operator.LESS_OR_EQUAL, bound(value, pointer));
            case "$exists" -> exists(key, value, pointer);
            case "$not" ->
                    new Filter.Not(condition(key, operators(value, pointer), pointer, depth + 1));
            default ->
                    throw wrong(
                            pointer,
                            "an operator is one of: $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte,"
                                    + " $exists, $not; a key within an object is written a.b");
        };
    }

    private static JsonNode operators(JsonNode value, String pointer) {
        if (!value.isObject()) {
            throw wrong(pointer, "$not takes an object of operators; use $ne for a value");
        }
        return value;
    }

    private static Filter exists(String key, JsonNode value, String pointer) {
        if (!value.isBoolean()) {
            throw wrong(pointer, "$exists is true or false");
        }
        Filter exists = new Filter.Exists(key);
        return value.booleanValue() ? exists : new Filter.Not(exists);
    }

    private static List<Object> scalars(JsonNode node, String pointer) {
        if (!node.isArray() || node.size() > CONDITIONS_MAX) {
            throw wrong(pointer, "this must be an array of at most " + CONDITIONS_MAX + " values");
        }
        List<Object> values = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            values.add(scalar(element, pointer + "/" + values.size()));
        }
        return values;
    }

    private static Object bound(JsonNode node, String pointer) {
        if (!node.isString() && !node.isNumber()) {
            throw wrong(pointer, "a bound is a number or a string");
        }
        return scalar(node, pointer);
    }

    /// A value as metadata holds it, so that the two compare.
    private static Object scalar(JsonNode node, String pointer) {
        if (!node.isString() && !node.isNumber() && !node.isBoolean()) {
            throw wrong(
                    pointer,
                    "a value is a string, a number, true or false; use $in for several and $exists"
                            + " for null");
        }
        try {
            Object value = Objects.requireNonNull(Json.plain(node));
            return Objects.requireNonNull(Metadata.of(Map.of("v", value)).values().get("v"));
        } catch (IllegalArgumentException e) {
            throw wrong(pointer, "this number is too long");
        }
    }

    private void count(String pointer) {
        conditions++;
        if (conditions > CONDITIONS_MAX) {
            throw wrong(pointer, "a filter has at most " + CONDITIONS_MAX + " conditions");
        }
    }

    private static Filter joined(List<Filter> all) {
        return all.size() == 1 ? all.getFirst() : new Filter.And(all);
    }

    private static ProblemException wrong(String pointer, String detail) {
        return ProblemException.at(pointer, ProblemCode.INVALID_FILTER, detail);
    }
}
