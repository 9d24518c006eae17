package io.freshet.library.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the file into keys such as `server.port`, each with its line. A key that is not known is
/// refused. Confined to one thread.
final class YamlSettings {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final YAMLMapper MAPPER =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private final String file;
    private final Map<String, String> environment;
    private final SequencedMap<String, Setting> settings = new LinkedHashMap<>();

    private YamlSettings(String file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /// @param file its name, for messages
    static SequencedMap<String, Setting> read(
            String file, String yaml, Map<String, String> environment) {
        YamlSettings reader = new YamlSettings(file, environment);
        try (JsonParser parser = MAPPER.createParser(yaml)) {
            reader.readRoot(parser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = String.valueOf(e.getOriginalMessage());
            throw new ConfigException(
                    file
                            + ":"
                            + line
                            + ": not valid YAML: "
                            + String.join(" ", reason.lines().map(String::strip).toList()),
                    e);
        }
        return reader.settings;
    }

    /// What a program says, read as if a file did.
    static SequencedMap<String, Setting> read(
            Map<String, Object> tree, Map<String, String> environment) {
        return read("settings", MAPPER.writeValueAsString(tree), environment);
    }

    private void readRoot(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw at(parser, "the file holds keys and values, such as server: {port: 8765}");
        }
        readObject(parser, List.of());
    }

    private void readObject(JsonParser parser, List<String> path) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            List<String> child = new ArrayList<>(path);
            child.add(parser.currentName());
            if (!Schema.isKnown(child) && !Schema.isSection(child)) {
                throw unknown(parser, child);
            }
            readValue(parser, child);
        }
    }

    private void readValue(JsonParser parser, List<String> path) {
        String key = String.join(".", path);
        @Nullable JsonToken token = parser.nextToken();
        String origin = file + ":" + parser.currentTokenLocation().getLineNr();
        if (Schema.isSectionList(path)) {
            readSections(parser, path);
            return;
        }
        if (Schema.isNamed(path)) {
            settings.put(key, new Setting(List.of(), origin));
        }
        if (token == JsonToken.START_OBJECT) {
            if (!Schema.isSection(path)) {
                throw at(parser, key + " is a value, not a section");
            }
            readObject(parser, path);
            return;
        }
        if (token == JsonToken.START_ARRAY) {
            settings.put(key, new Setting(readList(parser, key), origin));
            return;
        }
        String value = token == JsonToken.VALUE_NULL ? "" : parser.getString();
        if (Schema.isSection(path)) {
            if (!value.isEmpty()) {
                throw at(parser, key + " is a section: keys and values stand below it");
            }
            return;
        }
        List<String> variables =
                VARIABLE.matcher(value).results().map(found -> found.group(1)).toList();
        settings.put(key, new Setting(List.of(substituted(parser, key, value)), origin, variables));
    }

    /// The parser stands at the list.
    private void readSections(JsonParser parser, List<String> path) {
        String key = String.join(".", path);
        boolean list = parser.currentToken() == JsonToken.START_ARRAY;
        for (int number = 0; list && parser.nextToken() != JsonToken.END_ARRAY; number++) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw at(parser, key + " is a list of sections, such as [{type: folder, path: .}]");
            }
            List<String> element = new ArrayList<>(path);
            element.add(String.valueOf(number));
            readObject(parser, element);
        }
        if (!list && parser.currentToken() != JsonToken.VALUE_NULL) {
            throw at(parser, key + " is a list: its elements begin with - or stand in [ ]");
        }
    }

    private List<String> readList(JsonParser parser, String key) {
        if (!Schema.isList(key)) {
            throw at(parser, key + " is no list");
        }
        List<String> values = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                throw at(parser, key + " is a list of words");
            }
            values.add(substituted(parser, key, parser.getString()));
            token = parser.nextToken();
        }
        return values;
    }

    private String substituted(JsonParser parser, String key, String value) {
        Matcher matcher = VARIABLE.matcher(value);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String found = environment.get(matcher.group(1));
            if (found == null) {
                throw at(
                        parser,
                        key
                                + " names the environment variable "
                                + matcher.group(1)
                                + ", which is not set");
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(found));
        }
        return matcher.appendTail(result).toString();
    }

    private ConfigException unknown(JsonParser parser, List<String> path) {
        String meant = Schema.nearest(path).map(name -> "; did you mean " + name + "?").orElse("");
        return at(parser, "unknown key " + String.join(".", path) + meant);
    }

    private ConfigException at(JsonParser parser, String what) {
        return new ConfigException(
                file + ":" + parser.currentTokenLocation().getLineNr() + ": " + what);
    }
}
