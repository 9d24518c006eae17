package io.freshet.server.http;

import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A collection's settings as JSON, the keys and units of the configuration file:
/// `{"freshness_target": "15s", "chunking": {"prefix": "title"}}`. Confined to one request.
final class SettingsReader {
    private final Map<String, Optional<String>> changes = new LinkedHashMap<>();

    private SettingsReader() {}

    /// What is to be changed, by key; an empty value for `null`, which goes back to the default.
    static Map<String, Optional<String>> read(JsonNode body) {
        SettingsReader reader = new SettingsReader();
        reader.section(body, "", "");
        return reader.changes;
    }

    private void section(JsonNode node, String prefix, String pointer) {
        if (!node.isObject()) {
            throw ProblemException.at(
                    pointer, ProblemCode.INVALID_FIELD, "this must be a JSON object");
        }
        for (String name : node.propertyNames()) {
            member(node.get(name), prefix + name, pointer + "/" + Fields.escaped(name));
        }
    }

    private void member(JsonNode value, String key, String pointer) {
        boolean isSection =
                CollectionConfigs.keys().stream().anyMatch(known -> known.startsWith(key + "."));
        if (isSection && value.isNull()) {
            CollectionConfigs.keys().stream()
                    .filter(known -> known.startsWith(key + "."))
                    .forEach(known -> changes.put(known, Optional.empty()));
            return;
        }
        if (isSection) {
            section(value, key + ".", pointer);
            return;
        }
        if (!CollectionConfigs.keys().contains(key)) {
            throw ProblemException.at(
                    pointer,
                    ProblemCode.UNKNOWN_FIELD,
                    "this is no setting; settings: " + String.join(", ", CollectionConfigs.keys()));
        }
        if (!value.isString() && !value.isNumber() && !value.isNull()) {
            throw ProblemException.at(
                    pointer, ProblemCode.INVALID_FIELD, key + " must be a string or a number");
        }
        changes.put(key, value.isNull() ? Optional.empty() : Optional.of(value.asString()));
    }

    /// @param settings by key, as they were written
    static ObjectNode tree(Map<String, String> settings) {
        ObjectNode tree = Json.object();
        settings.forEach((key, value) -> put(tree, key, value));
        return tree;
    }

    private static void put(ObjectNode tree, String key, String value) {
        int dot = key.indexOf('.');
        if (dot >= 0) {
            String section = key.substring(0, dot);
            ObjectNode below =
                    tree.get(section) instanceof ObjectNode there ? there : tree.putObject(section);
            put(below, key.substring(dot + 1), value);
            return;
        }
        if (value.matches("[0-9]{1,9}")) {
            tree.put(key, Integer.parseInt(value));
        } else if (value.matches("[0-9]{1,9}\\.[0-9]{1,9}")) {
            tree.put(key, new BigDecimal(value));
        } else {
            tree.put(key, value);
        }
    }
}
