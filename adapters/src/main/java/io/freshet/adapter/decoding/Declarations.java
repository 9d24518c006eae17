package io.freshet.adapter.decoding;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The charsets that markup declares in itself, wherever it does: pages with much in their head
/// declare late.
final class Declarations {
    private static final int NAMES_MAX = 4;

    /// Neither runs over the next tag, so that the time stays linear.
    private static final Pattern META =
            Pattern.compile(
                    "<meta\\s[^<>]*?charset\\s*+=\\s*+(?:[\"']\\s*+)?([A-Za-z0-9_:.+-]{1,40})",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern XML =
            Pattern.compile("<\\?xml\\s[^<>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9_:.+-]{1,40})");

    private Declarations() {}

    /// In the order in which they are found.
    static List<String> in(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Set<String> names = new LinkedHashSet<>();
        Matcher xml = XML.matcher(text);
        if (xml.lookingAt()) {
            names.add(xml.group(1));
        }
        Matcher meta = META.matcher(text);
        while (names.size() < NAMES_MAX && meta.find()) {
            names.add(meta.group(1));
        }
        return List.copyOf(names);
    }
}
