package io.freshet.server.page;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All files of the page, read once. Only these names are ever looked up, so that no path leads
/// anywhere else. Safe for any thread.
public final class PageFiles {
    /// What `/` answers.
    public static final String FIRST = "index.html";

    /// What `/docs` answers: the API's description, to read.
    public static final String DOCS = "docs.html";

    /// The API's description.
    public static final String OPENAPI = "openapi.json";

    /// The description of the stream.
    public static final String ASYNCAPI = "asyncapi.json";

    private static final List<String> NAMES =
            List.of(
                    FIRST,
                    DOCS,
                    "docs.js",
                    OPENAPI,
                    ASYNCAPI,
                    "page.css",
                    "icon.svg",
                    "page.js",
                    "api.js",
                    "dom.js",
                    "feed.js",
                    "highlight.js",
                    "search.js",
                    "dead.js",
                    "paged.js",
                    "sources.js",
                    "status.js",
                    "versions.js");

    private final Map<String, PageFile> files = new TreeMap<>();

    private PageFiles() {
        NAMES.forEach(name -> files.put(name, PageFile.read(name)));
    }

    public static PageFiles read() {
        return new PageFiles();
    }

    Collection<String> names() {
        return NAMES;
    }

    public Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
