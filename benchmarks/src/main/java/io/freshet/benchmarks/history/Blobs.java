package io.freshet.benchmarks.history;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The texts of a repository by their object name, through one `git cat-file` for all. Confined to
/// one thread.
final class Blobs implements AutoCloseable {
    private final Process process;
    private final InputStream answers;

    private Blobs(Process process) {
        this.process = process;
        this.answers = new BufferedInputStream(process.getInputStream());
    }

    static Blobs of(Path repository) {
        try {
            return new Blobs(
                    new ProcessBuilder("git", "-C", repository.toString(), "cat-file", "--batch")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("needs git on the path", e);
        }
    }

    String text(String blob) {
        try {
            process.getOutputStream().write((blob + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            String[] header = line().split(" ");
            if (header.length != 3) {
                throw new IllegalStateException("no such blob: " + String.join(" ", header));
            }
            byte[] bytes = answers.readNBytes(Integer.parseInt(header[2]));
            answers.readNBytes(1);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new IllegalStateException("git cat-file has ended");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
