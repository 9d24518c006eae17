package io.freshet.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A list that the server gives out in pages: loop over all of it, asked for page by page, or ask
/// for a page. Nothing is asked before that; each loop asks anew. Safe for any thread.
public final class Paged<T> implements Iterable<T> {
    private static final int LIMIT = 500;

    private final Pages<T> pages;

    Paged(Pages<T> pages) {
        this.pages = pages;
    }

    /// How a page is asked for.
    interface Pages<T> {
        Page<T> ask(@Nullable String after, int limit);
    }

    /// The first page.
    ///
    /// @param limit 1 to 1,000
    public Page<T> first(int limit) {
        return pages.ask(null, limit);
    }

    /// @param after the `next` of an earlier page
    /// @param limit 1 to 1,000
    public Page<T> after(String after, int limit) {
        return pages.ask(after, limit);
    }

    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// All of it, in memory.
    public List<T> all() {
        return stream().toList();
    }

    @Override
    public Iterator<T> iterator() {
        return new PageByPage<>(pages);
    }

    /// Confined to its thread.
    private static final class PageByPage<T> implements Iterator<T> {
        private final Pages<T> pages;
        private Iterator<T> page = List.<T>of().iterator();
        private @Nullable String after;
        private boolean isLast;

        PageByPage(Pages<T> pages) {
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && !isLast) {
                Page<T> asked = pages.ask(after, LIMIT);
                page = asked.items().iterator();
                after = asked.next();
                isLast = after == null;
            }
            return page.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("that was all of the list");
            }
            return page.next();
        }
    }
}
