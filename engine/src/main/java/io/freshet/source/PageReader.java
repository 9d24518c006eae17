package io.freshet.source;

import io.freshet.FreshetException.Unavailable;
import io.freshet.source.ReadQueue.Wanted;
import io.freshet.spi.Journal;
import io.freshet.spi.Source;
import io.freshet.spi.Source.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a page of documents, on the source's lane, as long as not too many wait to be indexed:
/// that is how a source is held back.
final class PageReader {
    /// Documents that may wait in the journal before a source is read on.
    static final int WAITING_MAX = 1000;

    static final int PAGE_DOCUMENTS_MAX = 64;
    private static final long PAGE_CHARACTERS_MAX = 2 << 20;

    private final Source source;
    private final Journal journal;

    PageReader(Source source, Journal journal) {
        this.source = source;
        this.journal = journal;
    }

    /// @param isPaused nothing was read: too many wait
    /// @param problem why the page ends early
    record Page(List<Document> documents, boolean isPaused, Optional<String> problem) {}

    /// @param hash of the content; empty where there is none
    record Document(Wanted wanted, Fetched fetched, String hash) {}

    Page read(List<Wanted> wanted) {
        if (journal.status().waitingDocuments() > WAITING_MAX) {
            return new Page(List.of(), true, Optional.empty());
        }
        List<Document> documents = new ArrayList<>();
        long characters = 0;
        for (Wanted want : wanted) {
            try {
                Document document = read(want);
                documents.add(document);
                characters += length(document.fetched());
            } catch (Unavailable e) {
                return new Page(documents, false, Optional.of("" + e.getMessage()));
            }
            if (characters >= PAGE_CHARACTERS_MAX) {
                break;
            }
        }
        return new Page(documents, false, Optional.empty());
    }

    private Document read(Wanted want) {
        Fetched fetched = source.fetch(want.document());
        String hash = fetched instanceof Fetched.Found found ? found.content().hash() : "";
        return new Document(want, fetched, hash);
    }

    private static long length(Fetched fetched) {
        return fetched instanceof Fetched.Found found ? found.content().text().length() : 0;
    }
}
