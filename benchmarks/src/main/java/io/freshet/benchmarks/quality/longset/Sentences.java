package io.freshet.benchmarks.quality.longset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sentences of a paragraph: each ends at a full stop, a question mark or an exclamation mark
/// with white space behind it and a capital letter, a quote or markup next.
final class Sentences {
    private static final Pattern BOUNDARY =
            Pattern.compile("[.!?][”’\")*_]*\\s+(?=[“‘\"(\\[*_`:\\p{Lu}])");
    private static final Pattern ABBREVIATION =
            Pattern.compile("\\b(e\\.g|i\\.e|cf|vs|etc|resp|Mr|Dr|St|No)$");

    private Sentences() {}

    /// Where they stand in the text, each with the white space behind it.
    static List<Span> of(String text, Span paragraph) {
        List<Span> sentences = new ArrayList<>();
        String all = paragraph.of(text);
        Matcher boundary = BOUNDARY.matcher(all);
        int start = 0;
        while (boundary.find()) {
            if (ABBREVIATION.matcher(all.substring(start, boundary.start())).find()) {
                continue;
            }
            sentences.add(new Span(paragraph.start() + start, paragraph.start() + boundary.end()));
            start = boundary.end();
        }
        if (start < all.length()) {
            sentences.add(new Span(paragraph.start() + start, paragraph.end()));
        }
        return sentences;
    }
}
