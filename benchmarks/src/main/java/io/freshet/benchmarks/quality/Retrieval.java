package io.freshet.benchmarks.quality;

import io.freshet.Format;
import io.freshet.benchmarks.history.History;
import io.freshet.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// Judged collections of short texts, one directory each with `corpus.jsonl.gz`, `queries.tsv` and
/// `qrels.tsv`, as BEIR hands them round.
final class Retrieval {
    static final List<String> NAMES = List.of("scifact", "cranfield");

    private Retrieval() {}

    /// Where a set lies; empty where the test data are not on this machine.
    static Optional<Path> directory(String name) {
        return Optional.ofNullable(System.getenv(History.DATA))
                .map(data -> Path.of(data, "retrieval", name))
                .filter(Files::isDirectory);
    }

    /// A title becomes the heading of its text. Documents without any text are left out, and so are
    /// questions that nothing answers.
    static TestSet read(String name, Path directory) {
        try {
            return new TestSet(name, documents(directory), questions(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TestSet.Document> documents(Path directory) throws IOException {
        List<TestSet.Document> documents = new ArrayList<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(directory.resolve("corpus.jsonl.gz"))),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode document = Json.read(line);
                String title = document.path("title").asString("").strip();
                String text = body(document.path("text").asString("").strip(), title);
                if (!text.isEmpty()) {
                    documents.add(
                            new TestSet.Document(
                                    document.path("_id").asString(""),
                                    Format.MARKDOWN,
                                    title.isEmpty() ? text : "# " + title + "\n\n" + text));
                }
            }
        }
        return documents;
    }

    /// Some texts begin with their title: it is not said twice.
    private static String body(String text, String title) {
        return text.startsWith(title) ? text.substring(title.length()).strip() : text;
    }

    private static List<TestSet.Question> questions(Path directory) throws IOException {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        List<String> judgements = Files.readAllLines(directory.resolve("qrels.tsv"));
        for (String line : judgements.subList(1, judgements.size())) {
            String[] cells = line.split("\t");
            int grade = Integer.parseInt(cells[2].strip());
            if (grade > 0) {
                grades.computeIfAbsent(cells[0], _ -> new TreeMap<>()).put(cells[1], grade);
            }
        }
        List<TestSet.Question> questions = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("queries.tsv"))) {
            String[] cells = line.split("\t", 2);
            Map<String, Integer> judged = grades.getOrDefault(cells[0], Map.of());
            if (!judged.isEmpty()) {
                questions.add(
                        new TestSet.Question(
                                cells[0], cells[1], TestSet.Judgement.Documents.of(judged)));
            }
        }
        return questions;
    }
}
