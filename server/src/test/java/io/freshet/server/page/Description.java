package io.freshet.server.page;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A description that the server publishes, read strictly: what an object is not said to hold is a
/// finding, although a client must ignore it. Safe for any thread.
final class Description {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode root;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private Description(JsonNode root) {
        this.root = root;
    }

    /// The published file of this name.
    static Description read(String name) {
        JsonNode root = Json.read(PageFiles.read().find(name).orElseThrow().content());
        close(root);
        return new Description(root);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.get("properties") instanceof ObjectNode
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Description::close);
    }

    JsonNode root() {
        return root;
    }

    /// What a node is, or what it refers to.
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = root.at(at.get("$ref").stringValue().substring(1));
        }
        return at;
    }

    /// What of a value is not as the schema says.
    List<String> findings(JsonNode schema, JsonNode value) {
        return schemas
                .computeIfAbsent(schema.toString(), _ -> compiled(schema))
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /// A schema of its own, within which references lead where they do in the whole.
    private Schema compiled(JsonNode schema) {
        ObjectNode whole = Json.object();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("$defs", root.at("/components/schemas"));
        whole.putArray("allOf").add(schema);
        String text = whole.toString().replace("\"#/components/schemas/", "\"#/$defs/");
        return REGISTRY.getSchema(text);
    }
}
