package io.freshet.durability;

import io.freshet.Text;
import io.freshet.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A process that opens copies of a data directory, one after the other, each with an engine of its
/// own, and compares what it comes to with what [Notes] say. It prints a line for each.
final class Reopening {
    static final String OUTCOME = "reopened ";

    private final Path folder;

    private Reopening(Path folder) {
        this.folder = folder;
    }

    /// @param arguments the followed folder, and the copies
    public static void main(String[] arguments) throws Exception {
        Reopening reopening = new Reopening(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            Path copy = Path.of(arguments[i]);
            System.out.println(OUTCOME + copy.getFileName() + " " + reopening.problems(copy));
        }
    }

    private List<String> problems(Path copy) throws Exception {
        Notes.Read notes = new Notes(copy).read();
        DiskAdapters adapters =
                new DiskAdapters(copy.resolve("data"), Optional.of(folder), DiskAdapters.Wrap.NONE);
        try (Engine engine = adapters.open()) {
            Reopened reopened =
                    new Reopened(adapters, engine.find(DiskAdapters.BOOK).orElseThrow());
            Map<String, String> files = files();
            reopened.awaitRest(documents -> followed(documents).equals(files));
            List<String> problems = new ArrayList<>();
            for (String text : adapters.embedder().texts()) {
                if (notes.durable().contains(Text.hash(text))) {
                    problems.add("asked again for a durable vector: " + text.substring(0, 20));
                }
            }
            problems.addAll(lost(notes, reopened.documents()));
            problems.addAll(reopened.problemsWithVectors());
            return problems;
        }
    }

    private static Map<String, String> followed(Map<String, String> documents) {
        Map<String, String> followed = new TreeMap<>(documents);
        followed.keySet().removeIf(id -> !id.startsWith(DiskAdapters.FOLLOWED));
        return followed;
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.put(DiskAdapters.FOLLOWED + path.getFileName(), Files.readString(path));
            }
        }
        return files;
    }

    /// Documents that are not what was acknowledged last (I1).
    private static List<String> lost(Notes.Read notes, Map<String, String> documents) {
        List<String> lost = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(documents.keySet());
        ids.addAll(notes.documents().keySet());
        ids.removeIf(id -> id.startsWith(DiskAdapters.FOLLOWED));
        for (String id : ids) {
            if (!notes.allows(id, documents.getOrDefault(id, ""))) {
                lost.add("not what was acknowledged: " + id);
            }
        }
        return lost;
    }
}
