package io.freshet.server.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Numbers and passages for people. Pure.
final class Text {
    private static final int SNIPPET_CHARS = 280;
    private static final int LEAD_CHARS = 60;
    private static final int WORD_CHARS_MIN = 3;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final int SECOND_CHARS = "2026-11-24T10:00:00".length();

    private static final String STEPS = " kmbt";

    private Text() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// In at most four characters: `999`, `1.2k`, `12k`, `3.4m`.
    static String brief(long number) {
        double shown = number;
        int step = 0;
        while (shown >= 999.5 && step < STEPS.length() - 1) {
            shown /= 1000;
            step++;
        }
        String digits =
                step > 0 && shown < 9.95
                        ? String.format(Locale.ROOT, "%.1f", shown)
                        : String.valueOf(Math.round(shown));
        return step == 0 ? digits : digits + STEPS.charAt(step);
    }

    /// A number of things.
    static String count(long number, String thing) {
        return number(number) + " " + thing + (number == 1 ? "" : "s");
    }

    static String seconds(double seconds) {
        if (seconds < SECONDS_PER_MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole / 60 + " min " + whole % 60 + " s";
    }

    /// A moment as the server says it, to the second.
    static String moment(JsonNode rfc3339) {
        String text = rfc3339.asString("");
        return text.length() > SECOND_CHARS ? text.substring(0, SECOND_CHARS) + "Z" : text;
    }

    /// How many chunks were added, removed and kept.
    static String chunks(JsonNode chunks) {
        return "+%d -%d =%d"
                .formatted(
                        chunks.path("added").asInt(),
                        chunks.path("removed").asInt(),
                        chunks.path("kept").asInt());
    }

    /// The part of a passage around the first word of the question, on one line.
    static String snippet(String passage, String question) {
        String line = passage.strip().replaceAll("\\s+", " ");
        if (line.length() <= SNIPPET_CHARS) {
            return line;
        }
        Matcher matcher = words(question).matcher(line);
        int first = matcher.find() ? matcher.start() : 0;
        int start = first <= LEAD_CHARS ? 0 : line.indexOf(' ', first - LEAD_CHARS) + 1;
        int end = Math.min(line.length(), start + SNIPPET_CHARS);
        int cut = end == line.length() ? end : Math.max(start + 1, line.lastIndexOf(' ', end));
        return (start == 0 ? "" : "… ")
                + line.substring(start, cut)
                + (cut == line.length() ? "" : " …");
    }

    /// The question's words in a passage, each emphasised.
    static String emphasised(String passage, String question, Terminal terminal) {
        return words(question)
                .matcher(passage)
                .replaceAll(found -> Matcher.quoteReplacement(terminal.bold(found.group())));
    }

    private static Pattern words(String question) {
        StringBuilder any = new StringBuilder();
        for (String word : question.split("[^\\p{L}\\p{N}]+")) {
            if (word.length() >= WORD_CHARS_MIN) {
                any.append(any.isEmpty() ? "" : "|").append(Pattern.quote(word));
            }
        }
        String pattern = any.isEmpty() ? "(?!)" : "(?:" + any + ")[\\p{L}\\p{N}]*";
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
