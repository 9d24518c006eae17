package io.freshet.benchmarks.tokens;

import io.freshet.benchmarks.tokens.Edit.Way;
import java.util.List;

/// What is promised of a history's edits, against embedding the changed documents whole and against
/// the recursive splitter.
///
/// @param spared at least this share, of all tokens
record Promise(double spared) {
    /// A history that is not known promises nothing but to beat the splitter.
    static Promise of(String history) {
        return switch (history) {
            case "vue-docs-zh-cn" -> new Promise(0.80);
            case "rust-book", "python-peps" -> new Promise(0.75);
            default -> new Promise(0);
        };
    }

    /// The edits that it is about. Of rust-book one commit rewrote most of the book: it is printed
    /// apart, since no rule for chunks could keep anything of it.
    static Group about(String history, List<Edit> edits) {
        Group all = Group.all(edits);
        return history.equals("rust-book") ? all.withoutLargest() : all;
    }

    static Group about(Replay.Result result) {
        return about(result.history(), result.edits());
    }

    boolean isKeptBy(Replay.Result result) {
        Group group = about(result);
        return group.spared(Way.FRESHET) >= spared && beatsSplitter(group);
    }

    static boolean beatsSplitter(Group group) {
        return group.cost(Way.FRESHET).tokens() < group.cost(Way.RECURSIVE).tokens();
    }
}
