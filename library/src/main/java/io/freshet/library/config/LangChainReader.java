package io.freshet.library.config;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Reads an embedder of type `langchain4j`. Confined to one thread.
record LangChainReader(Settings settings) {
    private static final String NOTHING = "";

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
        return new Config.LangChain(
                className.text(),
                builder,
                EmbedderReader.model(settings, section),
                EmbedderReader.dimensions(of(section, "dimensions")),
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
