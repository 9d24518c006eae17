package io.freshet.server.page;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A file of the page.
///
/// @param content its bytes; nobody changes them
/// @param tag names the content, as an `ETag` does, quotes included
public record PageFile(String mediaType, byte[] content, String tag) {
    private static final int TAG_BYTES = 12;
    private static final Map<String, String> MEDIA_TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "json", "application/json");
    private static final YAMLMapper YAML = new YAMLMapper();

    /// The resource of this name beside the package.
    static PageFile read(String name) {
        String type = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("bug: no media type for this; name=" + name);
        }
        byte[] content = name.endsWith(".json") ? json(name) : resource(name);
        return new PageFile(type, content, tag(content));
    }

    /// JSON is written as YAML, since people read and change it.
    private static byte[] json(String name) {
        return Json.bytes(YAML.readTree(resource(name.replace(".json", ".yaml"))));
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("bug: no such file of the page; name=" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("file of the page cannot be read; name=" + name, e);
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
