package io.freshet.library.config;

import io.freshet.spi.Embedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads which embedders there are. Confined to one thread.
///
/// @param directory that relative paths start from
/// @param handed those that are objects
record EmbedderReader(Settings settings, Path directory, HandedOver handed) {
    private static final String LANGCHAIN = "langchain4j";
    private static final List<String> TYPES = List.of("builtin", "onnx", "openai", LANGCHAIN);
    private static final List<String> MODELS =
            List.of("bge-small-en-v1.5", "all-minilm-l6-v2", "fast");
    private static final int DIMENSIONS_MAX = 4096;
    static final int TEXTS_MAX = 10_000;
    static final int TOKENS_MAX = 10_000_000;
    static final int CONCURRENCY_MAX = 64;
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(10);

    SortedMap<String, Config.Embedder> embedders() {
        SortedMap<String, Config.Embedder> embedders = new TreeMap<>();
        for (String name : settings.names("embedders")) {
            if (!handed.names().contains(name)) {
                embedders.put(name, embedder("embedders." + name + "."));
            }
        }
        handed.embedders().forEach((name, own) -> embedders.put(name, own(name, own)));
        handed.models().forEach((name, model) -> embedders.put(name, handed(name, model)));
        return embedders;
    }

    /// It says itself all that there is to say of it.
    private Config.Own own(String name, Embedder own) {
        List<String> keys = settings.names("embedders." + name);
        if (!keys.isEmpty()) {
            throw new ConfigException(
                    "embedders."
                            + name
                            + " is handed over as an object, which says all of itself; take out "
                            + keys);
        }
        Embedder.Limits limits = own.limits();
        boolean isUsable =
                own.space().dimensions() >= 1
                        && own.space().dimensions() <= DIMENSIONS_MAX
                        && own.space().inputTokensMax() >= 1
                        && limits.texts() >= 1
                        && limits.tokens() >= 1
                        && limits.concurrency() >= 1
                        && limits.deadline().isPositive();
        if (!isUsable) {
            throw new ConfigException(
                    "embedders."
                            + name
                            + " cannot be used: dimensions are 1 to "
                            + DIMENSIONS_MAX
                            + ", and its tokens of a text and all of its limits 1 or more; it says "
                            + own.space()
                            + " and "
                            + limits);
        }
        return new Config.Own(own);
    }

    private Config.Embedder handed(String name, LangChainModel model) {
        String section = "embedders." + name + ".";
        Settings.Source type = settings.at(section + "type", Setting.of(LANGCHAIN, ""));
        if (!type.text().equals(LANGCHAIN)) {
            throw type.wrong("is " + LANGCHAIN + " for a model that is handed over");
        }
        refuseKeysOfOthers(section, LANGCHAIN);
        return new LangChainReader(settings).langChain(section, model);
    }

    private Config.Embedder embedder(String section) {
        Settings.Source type = settings.at(section + "type", "embedders.local.type");
        if (!TYPES.contains(type.text())) {
            throw type.wrong("is one of " + TYPES + ", not " + type.text());
        }
        refuseKeysOfOthers(section, type.text());
        return switch (type.text()) {
            case "builtin" -> builtIn(section);
            case "onnx" -> new OnnxReader(settings, directory).onnx(section);
            case LANGCHAIN -> new LangChainReader(settings).langChain(section);
            default -> openAi(section);
        };
    }

    private void refuseKeysOfOthers(String section, String type) {
        Set<String> keys = new LinkedHashSet<>(Schema.openAiKeys());
        keys.addAll(Schema.onnxKeys());
        keys.addAll(Schema.langChainKeys());
        keys.removeAll(
                switch (type) {
                    case "onnx" -> Schema.onnxKeys();
                    case "openai" -> Schema.openAiKeys();
                    case LANGCHAIN -> Schema.langChainKeys();
                    default -> Set.of();
                });
        for (String key : keys) {
            if (settings.find(section + key).isPresent()) {
                throw of(section, key).wrong("is not for an embedder of type " + type);
            }
        }
        refuseSection(section + "endpoints", "openai", type);
        refuseSection(section + "settings", LANGCHAIN, type);
    }

    private void refuseSection(String section, String owner, String type) {
        if (!type.equals(owner) && !settings.names(section).isEmpty()) {
            throw new ConfigException(section + " are for an embedder of type " + owner);
        }
    }

    private Config.Embedder builtIn(String section) {
        Settings.Source model = settings.at(section + "model", "embedders.local.model");
        if (!MODELS.contains(model.text())) {
            throw model.wrong("is one of " + MODELS + ", not " + model.text());
        }
        return new Config.BuiltIn(model.text());
    }

    private Config.Embedder openAi(String section) {
        return new Config.OpenAi(
                model(settings, section),
                dimensions(of(section, "dimensions")),
                of(section, "shorten").flag(),
                new Config.Wording(
                        of(section, "document_prefix").text(),
                        of(section, "query_prefix").text(),
                        of(section, "dimensions_field").text(),
                        of(section, "document_input_type").text(),
                        of(section, "query_input_type").text()),
                of(section, "revision").text(),
                of(section, "input_tokens_max").number(1, TOKENS_MAX),
                of(section, "batch_texts_max").number(1, TEXTS_MAX),
                of(section, "batch_tokens_max").number(1, TOKENS_MAX),
                of(section, "concurrency_max").number(1, CONCURRENCY_MAX),
                timeout(of(section, "connect_timeout")),
                timeout(of(section, "request_timeout")),
                new EndpointReader(settings, section + "endpoints").endpoints());
    }

    static String model(Settings settings, String section) {
        Settings.Source model = settings.at(section + "model", Setting.of("", Setting.DEFAULT));
        if (model.text().isBlank()) {
            throw model.wrong("must be given: the model's name at its provider");
        }
        return model.text();
    }

    static int dimensions(Settings.Source dimensions) {
        if (dimensions.text().isEmpty()) {
            throw dimensions.wrong("must be given: how many numbers a vector of the model has");
        }
        return dimensions.number(1, DIMENSIONS_MAX);
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + key, Schema.openAiDefault(key));
    }

    static Duration timeout(Settings.Source timeout) {
        Duration duration = timeout.duration();
        if (!duration.isPositive() || duration.compareTo(TIMEOUT_MAX) > 0) {
            throw timeout.wrong("is 1ms to 10m, not " + timeout.text());
        }
        return duration;
    }
}
