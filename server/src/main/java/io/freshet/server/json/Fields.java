package io.freshet.server.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, each asked for by name; what nobody asked for is refused by
/// [#finish]. A null is as good as absent. Confined to one request.
public final class Fields {
    private final JsonNode object;
    private final String pointer;
    private final TreeSet<String> known = new TreeSet<>();

    private Fields(JsonNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /// @param pointer of the object within the request, empty for the whole body
    /// @throws ProblemException where it is no object
    public static Fields of(JsonNode node, String pointer) {
        if (!node.isObject()) {
            throw ProblemException.at(
                    pointer, ProblemCode.INVALID_FIELD, "this must be a JSON object");
        }
        return new Fields(node, pointer);
    }

    /// The pointer of a field.
    public String at(String name) {
        return pointer + "/" + escaped(name);
    }

    /// A name as a step of a JSON pointer.
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /// Whether it was sent; to ask does not make it a known field.
    public boolean has(String name) {
        JsonNode value = object.get(name);
        return value != null && !value.isNull();
    }

    public Optional<JsonNode> node(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    public Optional<String> string(String name) {
        return node(name).map(value -> string(value, at(name)));
    }

    public Optional<Boolean> bool(String name) {
        Optional<JsonNode> value = node(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.map(JsonNode::booleanValue);
    }

    public OptionalLong integer(String name) {
        Optional<JsonNode> value = node(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw wrong(name, "must be a whole number");
        }
        return OptionalLong.of(value.get().longValue());
    }

    /// Within bounds, both included.
    public OptionalInt integer(String name, int min, int max) {
        OptionalLong value = integer(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.getAsLong() < min || value.getAsLong() > max) {
            throw wrong(name, "must be " + min + " to " + max);
        }
        return OptionalInt.of((int) value.getAsLong());
    }

    public Optional<Fields> object(String name) {
        return node(name).map(value -> of(value, at(name)));
    }

    /// The elements, or nothing where the field is absent.
    public Optional<List<JsonNode>> array(String name) {
        Optional<JsonNode> value = node(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isArray()) {
            throw wrong(name, "must be an array");
        }
        List<JsonNode> elements = new ArrayList<>(value.get().size());
        value.get().forEach(elements::add);
        return Optional.of(elements);
    }

    public Optional<List<String>> strings(String name) {
        Optional<List<JsonNode>> elements = array(name);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(elements.get().size());
        for (JsonNode element : elements.get()) {
            texts.add(string(element, at(name) + "/" + texts.size()));
        }
        return Optional.of(texts);
    }

    /// A wrong value of a field.
    public ProblemException wrong(String name, String what) {
        return ProblemException.at(at(name), ProblemCode.INVALID_FIELD, name + " " + what);
    }

    /// Refuses the first field that nobody asked for.
    public void finish() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw ProblemException.at(
                        at(name),
                        ProblemCode.UNKNOWN_FIELD,
                        "this field is not known here; known: " + String.join(", ", known));
            }
        }
    }

    private static String string(JsonNode value, String pointer) {
        if (!value.isString()) {
            throw ProblemException.at(pointer, ProblemCode.INVALID_FIELD, "this must be a string");
        }
        return value.stringValue();
    }
}
