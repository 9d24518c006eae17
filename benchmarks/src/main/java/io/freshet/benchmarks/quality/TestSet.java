package io.freshet.benchmarks.quality;

import io.freshet.Format;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Documents, and questions of which it is known what answers them.
record TestSet(String name, List<Document> documents, List<Question> questions) {
    TestSet {
        documents = List.copyOf(documents);
        questions = List.copyOf(questions);
    }

    record Document(String id, Format format, String text) {}

    record Question(String id, String text, Judgement judgement) {}

    /// What answers a question.
    sealed interface Judgement {
        /// Whole documents, each with its grade; those that are not listed answer nothing.
        ///
        /// @param grades above 0, by document
        record Documents(SortedMap<String, Integer> grades) implements Judgement {
            public Documents {
                grades = new TreeMap<>(grades);
            }

            static Documents of(Map<String, Integer> grades) {
                return new Documents(new TreeMap<>(grades));
            }
        }

        /// One section of one document.
        ///
        /// @param start its first character in the document's text
        /// @param end after its last
        record Section(String document, int start, int end) implements Judgement {}
    }
}
