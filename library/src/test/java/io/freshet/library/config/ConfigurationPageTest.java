package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/configuration.md says what the code does.
final class ConfigurationPageTest {
    @TempDir private Path directory;

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageShowsEveryKeyWithItsDefault() throws Exception {
        String page = Files.readString(PAGE);
        String yaml = page.substring(page.indexOf("```yaml") + "```yaml".length());

        var shown =
                YamlSettings.read(
                        "configuration.md", yaml.substring(0, yaml.indexOf("```")), Map.of());

        assertThat(values(shown)).isEqualTo(values(Schema.defaults()));
    }

    @Test
    void thePageExplainsEveryKey() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(Schema.fixedKeys())
                .allSatisfy(key -> assertThat(page).contains("| `" + row(key) + "` |"));
    }

    @Test
    void thePageExplainsEveryKeyOfASource() throws Exception {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("### Sources"));

        assertThat(Schema.sourceKeys())
                .allSatisfy(key -> assertThat(section).contains("| `" + key + "` |"));
    }

    @Test
    void thePageExplainsEveryKeyOfAReranker() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(Schema.rerankerKeys())
                .allSatisfy(key -> assertThat(page).contains("| `rerankers.NAME." + key + "` |"));
    }

    @Test
    void thePageExplainsEveryKeyOfAPrice() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(Schema.priceKeys())
                .allSatisfy(key -> assertThat(page).contains("| `prices[]." + key + "` |"));
    }

    @Test
    void thePageExplainsEveryKeyOfAnEmbedder() throws Exception {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## embedders"), page.indexOf("## rerankers"));

        assertThat(Schema.openAiKeys())
                .allSatisfy(
                        key -> assertThat(section).contains("| `embedders.NAME." + key + "` |"));
        assertThat(Schema.langChainKeys())
                .allSatisfy(
                        key -> assertThat(section).contains("| `embedders.NAME." + key + "` |"));
        assertThat(Schema.onnxKeys())
                .allSatisfy(
                        key -> assertThat(section).contains("| `embedders.NAME." + key + "` |"));
        assertThat(Schema.endpointKeys())
                .allSatisfy(key -> assertThat(section).contains("| `" + key + "` |"));
    }

    @Test
    void theSettingsOfEveryProviderCanBeUsed() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        String page = Files.readString(PAGE.resolveSibling("providers.md"));
        for (String key :
                List.of("OPENAI", "RELAY", "AZURE_OPENAI", "MISTRAL", "VOYAGE", "GEMINI")) {
            keys.put(key + "_API_KEY", "k");
        }

        String[] parts = page.split("```yaml|```");
        List<String> blocks = Arrays.stream(parts).filter(part -> part.contains("type:")).toList();

        assertThat(blocks).hasSize(2);
        for (String yaml : blocks) {
            assertThat(WrittenConfig.read(directory, yaml, keys).embedders()).hasSizeGreaterThan(1);
        }
    }

    private static String row(String key) {
        return key.replace("collection_defaults.", "")
                .replace("embedders.local.", "embedders.NAME.");
    }

    private static Map<String, String> values(SequencedMap<String, Setting> settings) {
        Map<String, String> values = new TreeMap<>();
        settings.forEach(
                (key, setting) -> {
                    // A section that is named, such as embedders.local, is there without a value.
                    if (Schema.isKnown(List.of(key.split("\\.")))) {
                        values.put(key, setting.shown());
                    }
                });
        return values;
    }
}
