package io.freshet.adapter.openai;

import io.freshet.adapter.http.WildServer.After;
import io.freshet.adapter.http.WildServer.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// All that a provider of embeddings may do wrong, or oddly, over HTTP, with a request in which a
/// certain text is.
///
/// @param hangs nobody should wait for its end
record ProviderTrouble(
        String name, Kind kind, boolean hangs, BiFunction<List<String>, Integer, Answer> answer) {
    private static final String IN_TWO_SECONDS =
            """
            Date: Fri, 27 Nov 2026 10:00:00 GMT\r
            Retry-After: Fri, 27 Nov 2026 10:00:02 GMT\r
            """;

    static final List<ProviderTrouble> ALL =
            List.of(
                    // its state: it passes
                    state("key refused", status(401)),
                    state("forbidden", status(403)),
                    state("no such path", status(404)),
                    state("request timeout", status(408)),
                    state("too many requests", status(429)),
                    state("too many requests seconds", status(429, "Retry-After: 2\r\n")),
                    state("too many requests date", status(429, IN_TWO_SECONDS)),
                    state("retry after is rubbish", status(429, "Retry-After: soon\r\n")),
                    state("internal error", status(500)),
                    state("bad gateway", status(502)),
                    state("unavailable", status(503, "Retry-After: 1\r\n")),
                    state("gateway timeout", status(504)),
                    state("overloaded", status(529)),
                    state(
                            "redirect",
                            status(302, "Location: http://127.0.0.1:1/v1/embeddings\r\n")),
                    state(
                            "no content",
                            _ ->
                                    Answer.raw(
                                            "HTTP/1.1 204 No\r\nConnection: close\r\n\r\n",
                                            After.CLOSE)),
                    hanging("no answer", _ -> Answer.raw("", After.HANG)),
                    state("closed at once", _ -> Answer.raw("", After.CLOSE)),
                    state("reset at once", _ -> Answer.raw("", After.RESET)),
                    hanging(
                            "half a head",
                            _ -> Answer.raw("HTTP/1.1 200 OK\r\nContent-Le", After.HANG)),
                    state(
                            "half a head and closed",
                            _ -> Answer.raw("HTTP/1.1 200 OK\r\nContent-Le", After.CLOSE)),
                    state("not http", _ -> Answer.raw("SSH-2.0-OpenSSH_9.6\r\n", After.CLOSE)),
                    hanging("half a body", right -> half(right, After.HANG)),
                    state("half a body and closed", right -> half(right, After.CLOSE)),
                    state("half a body and reset", right -> half(right, After.RESET)),
                    hanging(
                            "slow",
                            right ->
                                    Answer.raw(
                                            Answer.head(200, "", right.length()) + right,
                                            After.DRIP)),
                    state(
                            "length too short",
                            right ->
                                    Answer.raw(
                                            Answer.head(200, "", right.length() / 2) + right,
                                            After.CLOSE)),
                    state(
                            "broken chunks",
                            _ ->
                                    Answer.raw(
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
                                            After.CLOSE)),
                    state("empty body", _ -> ok("")),
                    state("not json", _ -> ok("I am sorry, but as a language model")),
                    state("html", _ -> ok("<!doctype html><title>Sign in</title>")),
                    state("truncated json", right -> ok(right.substring(0, right.length() / 2))),
                    state("deep json", _ -> ok("[".repeat(100_000))),
                    state(
                            "gzip rubbish",
                            _ ->
                                    Answer.whole(
                                            200,
                                            "Content-Encoding: gzip\r\n",
                                            "\u001f\u008b\b\u0000rubbish")),
                    state(
                            "an error as success",
                            _ -> ok("{\"error\": {\"message\": \"no such model\"}}")),
                    state("no index", right -> ok(right.replace("\"index\"", "\"place\""))),
                    state(
                            "index as text",
                            right -> ok(right.replaceAll("\"index\":(\\d+)", "\"index\":\"$1\""))),
                    state(
                            "vectors in base64",
                            right -> ok(right.replaceAll("\\[[-0-9.,E ]+]", "\"AACAPwAAAEA=\""))),

                    // about the content: it stays as long as the text does
                    content("bad request", status(400)),
                    content("too large", status(413)),
                    content("unprocessable", status(422)),
                    content("one too few", (items, at) -> removed(items, at)),
                    content("one too many", (items, at) -> repeated(items, at)),
                    content(
                            "an index twice",
                            (items, at) -> indexed(items, at, (at + 1) % items.size())),
                    content("an index beyond", (items, at) -> indexed(items, at, items.size())),
                    content("an index below", (items, at) -> indexed(items, at, -1)),
                    content("too narrow", (items, at) -> valued(items, at, "[1.0]")),
                    content("too wide", (items, at) -> changed(items, at, "]", ",1.0]")),
                    content("empty vector", (items, at) -> valued(items, at, "[]")),
                    content(
                            "zeros",
                            (items, at) -> valued(items, at, Arrays.toString(new float[64]))),
                    content("not a number", (items, at) -> changed(items, at, "[", "[\"NaN\",")),
                    content("null number", (items, at) -> replaced(items, at, "null")),
                    content("text number", (items, at) -> replaced(items, at, "\"0.5\"")),
                    content("huge number", (items, at) -> replaced(items, at, "1e999")),
                    content("nested number", (items, at) -> replaced(items, at, "[0.5]")),

                    // odd, and right
                    odd("other order", (items, _) -> items.reversed()),
                    odd(
                            "more fields",
                            (items, at) -> changed(items, at, "{", "{\"object\":\"embedding\",")),
                    odd(
                            "chunked",
                            right ->
                                    Answer.raw(
                                            "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding:"
                                                    + " chunked\r\n\r\n"
                                                    + Integer.toHexString(right.length())
                                                    + "\r\n"
                                                    + right
                                                    + "\r\n0\r\n\r\n",
                                            After.CLOSE)),
                    odd("white space", right -> ok("\n\n  " + right + "  \n")));

    enum Kind {
        STATE,
        CONTENT,
        RIGHT
    }

    private static ProviderTrouble state(String name, Function<String, Answer> answer) {
        return new ProviderTrouble(
                name, Kind.STATE, false, (items, _) -> answer.apply(body(items)));
    }

    private static ProviderTrouble hanging(String name, Function<String, Answer> answer) {
        return new ProviderTrouble(name, Kind.STATE, true, (items, _) -> answer.apply(body(items)));
    }

    private static ProviderTrouble content(String name, Function<String, Answer> answer) {
        return new ProviderTrouble(
                name, Kind.CONTENT, false, (items, _) -> answer.apply(body(items)));
    }

    private static ProviderTrouble content(
            String name, BiFunction<List<String>, Integer, List<String>> items) {
        return new ProviderTrouble(
                name, Kind.CONTENT, false, (right, at) -> ok(body(items.apply(right, at))));
    }

    private static ProviderTrouble odd(String name, Function<String, Answer> answer) {
        return new ProviderTrouble(
                name, Kind.RIGHT, false, (items, _) -> answer.apply(body(items)));
    }

    private static ProviderTrouble odd(
            String name, BiFunction<List<String>, Integer, List<String>> items) {
        return new ProviderTrouble(
                name, Kind.RIGHT, false, (right, at) -> ok(body(items.apply(right, at))));
    }

    /// @param items the right ones, each as JSON
    /// @param at which of them the text has
    Answer answer(List<String> items, int at) {
        return answer.apply(items, at);
    }

    static Answer right(List<String> items) {
        return ok(body(items));
    }

    static String item(int index, float[] vector) {
        return "{\"index\":%d,\"embedding\":%s}".formatted(index, Arrays.toString(vector));
    }

    private static String body(List<String> items) {
        return "{\"data\":[" + String.join(",", items) + "],\"usage\":{\"total_tokens\":9}}";
    }

    private static Answer ok(String body) {
        return Answer.whole(200, "Content-Type: application/json\r\n", body);
    }

    private static Answer half(String right, After after) {
        String whole = Answer.head(200, "", right.length()) + right;
        return Answer.raw(whole.substring(0, whole.length() - right.length() / 2), after);
    }

    private static Function<String, Answer> status(int status) {
        return status(status, "");
    }

    private static Function<String, Answer> status(int status, String headers) {
        return _ -> Answer.whole(status, headers, "{\"error\": {\"message\": \"no\"}}");
    }

    private static List<String> removed(List<String> items, int at) {
        List<String> fewer = new ArrayList<>(items);
        fewer.remove(at);
        return fewer;
    }

    private static List<String> repeated(List<String> items, int at) {
        List<String> more = new ArrayList<>(items);
        more.add(at, items.get(at));
        return more;
    }

    private static List<String> indexed(List<String> items, int at, int index) {
        // with a single text every other index lies beyond
        int other = items.size() == 1 && index == 0 ? 1 : index;
        return changed(items, at, "\"index\":" + at, "\"index\":" + other);
    }

    private static List<String> valued(List<String> items, int at, String vector) {
        List<String> changed = new ArrayList<>(items);
        changed.set(at, "{\"index\":%d,\"embedding\":%s}".formatted(at, vector));
        return changed;
    }

    /// The first number is another thing.
    private static List<String> replaced(List<String> items, int at, String number) {
        List<String> changed = new ArrayList<>(items);
        changed.set(at, items.get(at).replaceFirst("\\[[^,]+,", "[" + number + ","));
        return changed;
    }

    private static List<String> changed(List<String> items, int at, String what, String by) {
        List<String> changed = new ArrayList<>(items);
        String item = items.get(at);
        int place = item.indexOf(what);
        changed.set(at, item.substring(0, place) + by + item.substring(place + what.length()));
        return changed;
    }

    @Override
    public String toString() {
        return name;
    }
}
