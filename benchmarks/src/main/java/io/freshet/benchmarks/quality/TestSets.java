package io.freshet.benchmarks.quality;

import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.longset.LongSet;
import java.util.List;
import java.util.Optional;

/// The sets that there are.
final class TestSets {
    static final String LONG = "long";
    static final List<String> NAMES = List.of("scifact", "cranfield", LONG);

    /// One in so many of SciFact's documents that answer nothing, where many settings are compared.
    private static final int SAMPLED = 4;

    private TestSets() {}

    /// Empty where the test data are not on this machine, or there is none of this name.
    static Optional<TestSet> read(String name) throws InterruptedException {
        if (!name.equals(LONG)) {
            return Retrieval.directory(name).map(directory -> Retrieval.read(name, directory));
        }
        return System.getenv(History.DATA) == null
                ? Optional.empty()
                : Optional.of(set(LongSet.read()));
    }

    private static TestSet set(LongSet set) {
        return new TestSet(
                LONG,
                set.documents().stream()
                        .map(one -> new TestSet.Document(one.id(), one.format(), one.text()))
                        .toList(),
                set.questions().stream()
                        .map(
                                one ->
                                        new TestSet.Question(
                                                one.id(),
                                                one.text(),
                                                new Judgement.Section(
                                                        one.document(), one.start(), one.end())))
                        .toList());
    }

    /// The largest set in a size in which it can be embedded at many settings.
    static TestSet sampled(TestSet set) {
        return set.name().equals("scifact") ? set.sampled(SAMPLED) : set;
    }
}
