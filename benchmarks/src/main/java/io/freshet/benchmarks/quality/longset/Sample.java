package io.freshet.benchmarks.quality.longset;

import io.freshet.Text;
import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.Commit.Change;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.spi.Extractor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which pages the set has: those of a repository in the order of their paths' hashes, as many as
/// its share of tokens holds.
enum Sample {
    /// Pages of a book; its table of contents is none.
    RUST_BOOK("rust-book", "src/(?!SUMMARY).*\\.md", 0, Integer.MAX_VALUE, 270_000),
    /// Proposals of a middle size.
    PYTHON_PEPS("python-peps", "peps/pep-\\d+\\.rst", 6_000, 30_000, 200_000);

    private final String history;
    private final String paths;
    private final int bytesMin;
    private final int bytesMax;
    private final int tokensMax;

    Sample(String history, String paths, int bytesMin, int bytesMax, int tokensMax) {
        this.history = history;
        this.paths = paths;
        this.bytesMin = bytesMin;
        this.bytesMax = bytesMax;
        this.tokensMax = tokensMax;
    }

    String history() {
        return history;
    }

    /// In the order of their paths.
    List<Page> pages() throws InterruptedException {
        Extractor extractor = RunningServer.extractor();
        List<Page> pages = new ArrayList<>();
        try (History repository = History.of(history)) {
            Map<String, String> byHash = new TreeMap<>();
            Map<String, String> blobs = blobs(repository);
            blobs.keySet().forEach(path -> byHash.put(Text.hash(path), path));
            int tokens = 0;
            for (String path : byHash.values()) {
                String blob = blobs.getOrDefault(path, "");
                String text = repository.text(blob);
                if (!isWithin(text)) {
                    continue;
                }
                Page page = Page.of(history, new Page.File(path, blob, text), extractor);
                tokens += page.tokens();
                if (tokens > tokensMax) {
                    break;
                }
                pages.add(page);
            }
        }
        pages.sort(Comparator.comparing(Page::path));
        return pages;
    }

    /// By the paths that the last commit has.
    private Map<String, String> blobs(History repository) throws InterruptedException {
        Map<String, String> blobs = new TreeMap<>();
        for (Commit commit : repository.commits()) {
            for (Change change : commit.changes()) {
                blobs.remove(change.path());
                change.after().ifPresent(blob -> blobs.put(change.path(), blob));
            }
        }
        blobs.keySet().removeIf(path -> !path.matches(paths));
        return blobs;
    }

    private boolean isWithin(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= bytesMin && bytes <= bytesMax;
    }
}
