package io.freshet.benchmarks.quality;

import io.freshet.Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Documents, and questions of which it is known what answers them.
record TestSet(String name, List<Document> documents, List<Question> questions) {
    TestSet {
        documents = List.copyOf(documents);
        questions = List.copyOf(questions);
    }

    /// A smaller set with the same questions: the documents that answer any, and of the others one
    /// in so many, in their order. Scores are higher there, and comparable with each other only.
    TestSet sampled(int every) {
        Set<String> judged = new HashSet<>();
        questions.forEach(question -> judged.addAll(question.judgement().documents()));
        List<Document> kept = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            if (i % every == 0 || judged.contains(documents.get(i).id())) {
                kept.add(documents.get(i));
            }
        }
        return new TestSet(name, kept, questions);
    }

    record Document(String id, Format format, String text) {}

    record Question(String id, String text, Judgement judgement) {}

    /// What answers a question.
    sealed interface Judgement {
        /// Those that hold an answer.
        Set<String> documents();

        /// Whole documents, each with its grade; those that are not listed answer nothing.
        ///
        /// @param grades above 0, by document
        record Documents(SortedMap<String, Integer> grades) implements Judgement {
            public Documents {
                grades = new TreeMap<>(grades);
            }

            @Override
            public Set<String> documents() {
                return grades.keySet();
            }

            static Documents of(Map<String, Integer> grades) {
                return new Documents(new TreeMap<>(grades));
            }
        }

        /// One section of one document.
        ///
        /// @param start its first character in the document's text
        /// @param end after its last
        record Section(String document, int start, int end) implements Judgement {
            @Override
            public Set<String> documents() {
                return Set.of(document);
            }
        }
    }
}
