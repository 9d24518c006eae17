package io.freshet.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is what is read, to the last digit.
final class MetadataJsonTest {
    @Test
    void metadataIsWrittenByKey() {
        var metadata = Metadata.of(Map.of("b", true, "a", List.of(1, "x"), "c", Map.of("d", 2)));

        assertThat(MetadataJson.write(metadata))
                .isEqualTo("{\"a\":[1,\"x\"],\"b\":true,\"c\":{\"d\":2}}");
        assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
        assertThat(MetadataJson.read("{}")).isEqualTo(Metadata.NONE);
    }

    @Test
    void numbersStayExact() {
        var metadata =
                Metadata.of(
                        Map.of(
                                "long", Long.MAX_VALUE,
                                "beyond", new BigDecimal("9223372036854775808"),
                                "fraction", new BigDecimal("0.1000000000000000000000000000000001"),
                                "huge", new BigDecimal("1E+399"),
                                "tiny", new BigDecimal("1E-399")));

        assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
        assertThat(MetadataJson.read("{\"a\":1.50}"))
                .isEqualTo(Metadata.of(Map.of("a", new BigDecimal("1.5"))));
    }

    @Test
    void textOutsideOfAsciiStays() {
        var metadata = Metadata.of(Map.of("schlüssel", "𝄞 \" \\ \n \u2028"));

        assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "1", "null", "{", "{} x", "{\"a\":[null]}", "{\"a\":1,\"a\":2}"})
    void whatIsNoMetadataIsRefused(String text) {
        assertThatThrownBy(() -> MetadataJson.read(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nullInAPatchRemoves() {
        var tree = new HashMap<String, Object>();
        tree.put("gone", null);
        tree.put("set", 1);
        tree.put("nested", Map.of("list", List.of(Map.of("a", 1))));
        var patch = MetadataPatch.of(tree);

        assertThat(MetadataJson.write(patch))
                .isEqualTo("{\"gone\":null,\"nested\":{\"list\":[{\"a\":1}]},\"set\":1}");
        assertThat(MetadataJson.readPatch(MetadataJson.write(patch))).isEqualTo(patch);
    }

    @Test
    void aMemberThatBecomesAnObjectIsNoNestedPatch() {
        var composed =
                MetadataPatch.of(Map.of("a", 1))
                        .then(MetadataPatch.of(Map.of("a", Map.of("b", 2))));
        var target = Metadata.of(Map.of("a", Map.of("c", 3)));

        var read = MetadataJson.readPatch(MetadataJson.write(composed));

        assertThat(read).isEqualTo(composed);
        assertThat(read.applyTo(target)).isEqualTo(Metadata.of(Map.of("a", Map.of("b", 2))));
    }
}
