package io.freshet.benchmarks.quality.longset;

import java.util.Comparator;
import java.util.List;

/// What is taken out of a text, in order and apart from each other.
record Cuts(List<Span> spans) {
    Cuts {
        spans = spans.stream().sorted(Comparator.comparingInt(Span::start)).toList();
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).start() < spans.get(i - 1).end()) {
                throw new IllegalArgumentException("cuts overlap at " + spans.get(i).start());
            }
        }
    }

    /// The text without them.
    String edited(String text) {
        var edited = new StringBuilder(text.length());
        int at = 0;
        for (Span span : spans) {
            edited.append(text, at, span.start());
            at = span.end();
        }
        return edited.append(text, at, text.length()).toString();
    }

    /// Where an offset in the text lies in the edited text; one inside of a cut lies where the cut
    /// was made.
    int moved(int offset) {
        int gone = 0;
        for (Span span : spans) {
            gone += Math.max(0, Math.min(offset, span.end()) - span.start());
        }
        return offset - gone;
    }
}
