package io.freshet.intake;

import io.freshet.DocumentId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Goes through what is read page by page, by document, until a page is empty.
final class Pages<T> {
    private final Function<Optional<DocumentId>, List<T>> read;
    private final Function<T, DocumentId> key;
    private final Deque<T> page = new ArrayDeque<>();
    private Optional<DocumentId> last = Optional.empty();
    private boolean ended;

    /// @param read a page after a key
    Pages(Function<Optional<DocumentId>, List<T>> read, Function<T, DocumentId> key) {
        this.read = read;
        this.key = key;
    }

    Optional<T> next() {
        if (page.isEmpty() && !ended) {
            page.addAll(read.apply(last));
            ended = page.isEmpty();
        }
        Optional<T> next = Optional.ofNullable(page.poll());
        last = next.map(key).or(() -> last);
        return next;
    }
}
