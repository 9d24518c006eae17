package io.freshet.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page's colours have the contrast that WCAG 2.2 AA asks for, in the light and in the dark.
final class PaletteTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");
    private static final double TEXT_MIN = 4.5;
    private static final double SHAPE_MIN = 3;

    private static Map<String, Integer> palette(boolean dark) {
        String css =
                new String(
                        PageFiles.read().find("page.css").orElseThrow().content(),
                        StandardCharsets.UTF_8);
        int start = dark ? css.indexOf("prefers-color-scheme: dark") : css.indexOf(":root");
        Map<String, Integer> colours = new HashMap<>();
        Matcher matcher = COLOUR.matcher(css.substring(start, css.indexOf('}', start)));
        while (matcher.find()) {
            colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        return colours;
    }

    @ParameterizedTest
    @CsvSource({
        "text, ground", "text, surface", "text, raised",
        "muted, ground", "muted, surface", "muted, raised",
        "accent, ground", "accent, surface", "accent, raised",
        "good, surface", "warn, surface", "bad, surface",
        "on-accent, accent", "on-mark, mark"
    })
    void textCanBeRead(String ink, String paper) {
        for (boolean dark : new boolean[] {false, true}) {
            Map<String, Integer> colours = palette(dark);
            assertThat(contrast(colours.get(ink), colours.get(paper)))
                    .as("%s on %s, dark=%s", ink, paper, dark)
                    .isGreaterThanOrEqualTo(TEXT_MIN);
        }
    }

    @ParameterizedTest
    @CsvSource({"control, surface", "accent, surface", "accent, ground"})
    void controlsAndFocusCanBeSeen(String line, String paper) {
        for (boolean dark : new boolean[] {false, true}) {
            Map<String, Integer> colours = palette(dark);
            assertThat(contrast(colours.get(line), colours.get(paper)))
                    .as("%s on %s, dark=%s", line, paper, dark)
                    .isGreaterThanOrEqualTo(SHAPE_MIN);
        }
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
