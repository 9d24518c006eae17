package io.freshet.benchmarks.quality.longset;

/// A stretch of a text, in UTF-16 units; not empty.
record Span(int start, int end) {
    Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a span is not empty; " + start + " to " + end);
        }
    }

    String of(String text) {
        return text.substring(start, end);
    }
}
