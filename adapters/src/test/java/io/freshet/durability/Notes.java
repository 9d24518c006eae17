package io.freshet.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What was acknowledged and what was durable, in a file of its own that outlives the process. A
/// line: a letter, then words.
final class Notes {
    private static final String NAME = "notes";

    private final Path file;

    Notes(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// The journal is being given this. An empty text stands for a delete.
    void tried(String document, String text) {
        add("tried " + document + " " + URLEncoder.encode(text, UTF_8));
    }

    void accepted(String document, String text) {
        add("accepted " + document + " " + URLEncoder.encode(text, UTF_8));
    }

    /// What was tried is decided.
    void answered() {
        add("answered");
    }

    void durable(Collection<?> hashes) {
        hashes.forEach(hash -> add("durable " + hash));
    }

    private void add(String line) {
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void copyTo(Path folder) {
        try {
            Files.copy(file, folder.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param documents by id, the last text that was acknowledged
    /// @param undecided changes whose answer was not there yet, in order: each may have happened
    /// @param durable hashes of the texts whose vector was durable
    record Read(
            Map<String, String> documents,
            List<Map.Entry<String, String>> undecided,
            Set<String> durable) {
        /// Whether a text is one that the document may have.
        boolean allows(String document, String text) {
            return documents.getOrDefault(document, "").equals(text)
                    || undecided.contains(Map.entry(document, text));
        }
    }

    Read read() {
        Map<String, String> documents = new TreeMap<>();
        List<Map.Entry<String, String>> undecided = new ArrayList<>();
        Set<String> durable = new HashSet<>();
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "tried" -> undecided.add(Map.entry(words[1], decoded(words[2])));
                case "accepted" -> accept(documents, words[1], decoded(words[2]));
                case "answered" -> undecided.clear();
                case "durable" -> durable.add(words[1]);
                default -> throw new IllegalStateException("bug: no such note: " + words[0]);
            }
        }
        return new Read(documents, undecided, durable);
    }

    /// But for one that the end of the process has cut off.
    private List<String> lines() {
        try {
            String all = Files.exists(file) ? Files.readString(file) : "";
            return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void accept(Map<String, String> documents, String document, String text) {
        if (text.isEmpty()) {
            documents.remove(document);
        } else {
            documents.put(document, text);
        }
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word, UTF_8);
    }
}
