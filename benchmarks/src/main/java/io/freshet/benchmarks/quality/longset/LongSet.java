package io.freshet.benchmarks.quality.longset;

import io.freshet.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The documents that are searched and the questions that are asked, the same on every machine.
///
/// The set is the file `long.jsonl` beside this class: which blobs of which histories, what is cut
/// out of each, and the questions. The texts themselves come from the histories. Its recipe:
/// - Pages: those that [Sample] takes of rust-book and of the Python proposals.
/// - Questions of the kind [Kind#HEADING]: the headings that [Headings] chooses, taken out of the
///   text, each for its own section.
/// - Questions of the kind [Kind#LINK]: sentences that [Links] finds, taken out of the text, each
///   for the section that it links to, in plain words.
///
/// A section reaches from its heading to the next heading of the same level or a higher one, in the
/// text as edited; where its heading was taken out, from where that stood.
///
/// @param documents in the order of the file
/// @param questions in the order of the file
public record LongSet(List<Document> documents, List<Question> questions) {
    private static final String RESOURCE = "/io/freshet/benchmarks/quality/long.jsonl";

    public LongSet {
        documents = List.copyOf(documents);
        questions = List.copyOf(questions);
    }

    /// How a question came about.
    public enum Kind {
        HEADING,
        LINK
    }

    /// What is searched.
    ///
    /// @param id its path in its repository
    /// @param text as edited: without the headings and sentences that became questions
    public record Document(String id, Format format, String text) {}

    /// What is asked.
    ///
    /// @param document that answers it
    /// @param start of the section that answers it, in the document's text as edited
    /// @param end just behind that section
    public record Question(
            String id, Kind kind, String text, String document, int start, int end) {}

    /// The set that the benchmark has. Needs the histories.
    public static LongSet read() throws InterruptedException {
        return SetFile.read(committed());
    }

    /// The file that the set is kept in.
    static String committed() {
        try (var file = LongSet.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("missing: " + RESOURCE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes the set anew from the histories and writes its file, byte for byte what it was.
    public static void write(Path file) throws InterruptedException {
        try {
            Files.writeString(file, made());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String made() throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        for (Sample sample : Sample.values()) {
            pages.addAll(sample.pages());
        }
        List<Asked> asked = new ArrayList<>(Headings.of(pages));
        asked.addAll(Links.of(pages));
        return SetFile.written(pages, asked);
    }
}
