package io.freshet.library.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Reads an embedder of type `langchain4j`. Confined to one thread.
record LangChainReader(Settings settings) {
    private static final String NOTHING = "";

    /// What LangChain4j calls a model that does not say.
    private static final String UNNAMED = "unknown";

    /// One that is made of a class.
    ///
    /// @param section with its dot
    Config.LangChain langChain(String section) {
        Settings.Source className = of(section, "class");
        if (className.text().isBlank()) {
            throw className.wrong(
                    "must be given: the whole name of a class of LangChain4j that is an"
                            + " EmbeddingModel, such as"
                            + " dev.langchain4j.model.cohere.CohereEmbeddingModel");
        }
        SequencedMap<String, Secret> builder = new LinkedHashMap<>();
        for (String name : settings.names(section + "settings")) {
            String value =
                    settings.at(section + "settings." + name, Setting.of(NOTHING, Setting.DEFAULT))
                            .text();
            builder.put(name, new Secret(value));
        }
        return langChain(
                section,
                new LangChainClass(className.text(), builder),
                EmbedderReader.model(settings, section),
                EmbedderReader.dimensions(of(section, "dimensions")));
    }

    /// One that is handed over: what is not said of it, it is asked.
    ///
    /// @param section with its dot
    Config.LangChain langChain(String section, LangChainModel handed) {
        for (String key : List.of("class", "settings")) {
            if (settings.find(section + key).isPresent()
                    || !settings.names(section + key).isEmpty()) {
                throw new ConfigException(
                        section + key + " makes a model, and here one is handed over");
            }
        }
        String told = String.valueOf(handed.model().modelName());
        boolean isNamed = settings.find(section + "model").isPresent() || told.equals(UNNAMED);
        Settings.Source dimensions = of(section, "dimensions");
        return langChain(
                section,
                handed,
                isNamed ? EmbedderReader.model(settings, section) : told,
                dimensions.text().isEmpty()
                        ? dimensions(section, handed)
                        : EmbedderReader.dimensions(dimensions));
    }

    /// Some models answer this by embedding a word.
    private static int dimensions(String section, LangChainModel handed) {
        try {
            return handed.model().dimension();
        } catch (RuntimeException e) {
            throw new ConfigException(
                    section
                            + "dimensions must be given: how many numbers a vector of the model has;"
                            + " the model itself does not say: "
                            + e,
                    e);
        }
    }

    private Config.LangChain langChain(
            String section, LangChainOrigin origin, String model, int dimensions) {
        return new Config.LangChain(
                origin,
                model,
                dimensions,
                of(section, "document_prefix").text(),
                of(section, "query_prefix").text(),
                of(section, "input_tokens_max").number(1, EmbedderReader.TOKENS_MAX),
                of(section, "batch_texts_max").number(1, EmbedderReader.TEXTS_MAX),
                of(section, "batch_tokens_max").number(1, EmbedderReader.TOKENS_MAX),
                of(section, "concurrency_max").number(1, EmbedderReader.CONCURRENCY_MAX),
                EmbedderReader.timeout(of(section, "request_timeout")));
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + key, Schema.langChainDefault(key));
    }
}
