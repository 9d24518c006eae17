package io.freshet.library.config;

import io.freshet.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads an embedder of type `onnx`. Confined to one thread.
///
/// @param directory that relative paths start from
record OnnxReader(Settings settings, Path directory) {
    private static final List<String> POOLINGS = List.of("cls", "mean", "last", "model");
    private static final int DIMENSIONS_MAX = 4096;
    private static final int TOKENS_MIN = 8;
    private static final int TOKENS_MAX = 131_072;

    /// @param section with its dot
    Config.Onnx onnx(String section) {
        Settings.Source path = of(section, "path");
        if (path.text().isBlank()) {
            throw path.wrong(
                    "must be given: the directory that holds the model's model.onnx and"
                            + " tokenizer.json");
        }
        Settings.Source pooling = of(section, "pooling");
        if (!POOLINGS.contains(pooling.text())) {
            throw pooling.wrong("must be given, as the model's maker says: one of " + POOLINGS);
        }
        Path model = path(path);
        String name = Optional.ofNullable(model.getFileName()).map(Path::toString).orElse("");
        return new Config.Onnx(
                model,
                settings.at(section + "model", Setting.of(name, Setting.DEFAULT)).text(),
                pooling.text(),
                of(section, "normalise").flag(),
                of(section, "dimensions").number(0, DIMENSIONS_MAX),
                of(section, "document_prefix").text(),
                of(section, "query_prefix").text(),
                of(section, "input_tokens_max").number(TOKENS_MIN, TOKENS_MAX));
    }

    private Path path(Settings.Source path) {
        try {
            return directory.resolve(path.text()).normalize();
        } catch (InvalidPathException e) {
            throw new ConfigException(path.key() + " is no path: " + Text.shown(path.text()), e);
        }
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + key, Schema.onnxDefault(key));
    }
}
