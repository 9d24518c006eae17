package io.freshet.benchmarks.quality;

import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.TestSet.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Says of chunks that were found, best first, whether they answer.
///
/// @param placements of every document's chunks, by document
record Judge(Map<String, List<Placement>> placements) {
    Judge {
        placements = new TreeMap<>(placements);
    }

    /// Where whole documents were judged, a document stands where its best chunk does. Where a
    /// section was, results count chunk by chunk, as somebody reads them; a second piece of the
    /// section adds nothing and takes no place.
    Gains gains(Question question, List<RowKey> found) {
        return switch (question.judgement()) {
            case Judgement.Documents documents -> ofDocuments(documents, found);
            case Judgement.Section section -> ofSection(section, found);
        };
    }

    private static Gains ofDocuments(Judgement.Documents judged, List<RowKey> found) {
        Set<String> documents = new LinkedHashSet<>();
        found.forEach(chunk -> documents.add(chunk.document().value()));
        return new Gains(
                documents.stream().map(id -> judged.grades().getOrDefault(id, 0)).toList(),
                List.copyOf(judged.grades().values()));
    }

    private Gains ofSection(Judgement.Section section, List<RowKey> found) {
        List<Integer> grades = new ArrayList<>();
        boolean isFound = false;
        for (RowKey chunk : found) {
            boolean answers = answers(section, chunk);
            if (!answers || !isFound) {
                grades.add(answers ? 1 : 0);
            }
            isFound |= answers;
        }
        return new Gains(grades, List.of(1));
    }

    /// Whether a chunk holds half of the section, or half of the chunk lies in it.
    private boolean answers(Judgement.Section section, RowKey chunk) {
        String document = chunk.document().value();
        return document.equals(section.document())
                && placements.getOrDefault(document, List.of()).stream()
                        .filter(placement -> placement.hash().equals(chunk.hash()))
                        .anyMatch(placement -> isIn(section, placement));
    }

    private static boolean isIn(Judgement.Section section, Placement chunk) {
        int overlap =
                Math.min(chunk.end(), section.end()) - Math.max(chunk.start(), section.start());
        int shorter = Math.min(chunk.end() - chunk.start(), section.end() - section.start());
        return 2 * overlap >= shorter;
    }
}
