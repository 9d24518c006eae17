package io.freshet.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An export that is put into a collection. Immutable.
///
/// `ImportRequest.of(Path.of("notes.ndjson")).embed()`
public final class ImportRequest {
    private final Lines lines;
    private final Fields query;
    private final Duration await;

    private ImportRequest(Lines lines, Fields query, Duration await) {
        this.lines = lines;
        this.query = query;
        this.await = await;
    }

    private interface Lines {
        InputStream open() throws IOException;
    }

    public static ImportRequest of(Path file) {
        return of(() -> Files.newInputStream(file));
    }

    /// The stream is closed once it is sent.
    public static ImportRequest of(InputStream lines) {
        return of(() -> lines);
    }

    private static ImportRequest of(Lines lines) {
        return new ImportRequest(lines, Fields.NONE, Duration.ofHours(1));
    }

    /// Has what has no vector that fits embedded; without it that is 409 `embedding_needed`, which
    /// says how many tokens it is.
    public ImportRequest embed() {
        return new ImportRequest(lines, query.with("embed", true), await);
    }

    /// How long the server may take once all is sent, an hour where nothing is said: it puts page
    /// after page, each once the one before is searchable.
    public ImportRequest await(Duration time) {
        return new ImportRequest(lines, query, time);
    }

    Imported send(Http http, String path) {
        Call call = Call.of("POST", path).query(query).waiting(await);
        try (InputStream open = lines.open()) {
            return http.upload(call, open, Imported.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read", e);
        }
    }
}
