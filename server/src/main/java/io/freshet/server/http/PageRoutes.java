package io.freshet.server.http;

import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.page.PageFile;
import io.freshet.server.page.PageFiles;
import java.util.Arrays;
import java.util.Map;

/// The page at `/` and the files that it loads. A browser keeps them and asks each time whether
/// they are still the same; parameters are ignored, since links to a page may carry any.
record PageRoutes(PageFiles files) {
    private static final String KEPT_BUT_ASKED = "no-cache";

    /// Nothing from elsewhere, nothing inline, and no text is ever parsed as HTML.
    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types 'none'");

    /// Answers with the file of this name.
    Handler of(String name) {
        return exchange -> reply(exchange, name);
    }

    Reply file(Exchange exchange) {
        return reply(exchange, exchange.rawPath().substring(Target.PAGE_FILES.length()));
    }

    private Reply reply(Exchange exchange, String name) {
        PageFile file =
                files.find(name)
                        .orElseThrow(
                                () ->
                                        ProblemException.of(
                                                ProblemCode.NOT_FOUND,
                                                "the page has no such file"));
        Reply reply =
                isKept(exchange, file)
                        ? Reply.unchanged(file.mediaType())
                        : new Reply(200, file.mediaType(), file.content(), Map.of());
        return reply.with("ETag", file.tag())
                .with("Cache-Control", KEPT_BUT_ASKED)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static boolean isKept(Exchange exchange, PageFile file) {
        return exchange.header("If-None-Match").stream()
                .flatMap(tags -> Arrays.stream(tags.split(",", -1)))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals(file.tag()) || tag.equals("*"));
    }
}
