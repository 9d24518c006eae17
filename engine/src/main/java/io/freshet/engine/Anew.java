package io.freshet.engine;

import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Scope;
import io.freshet.SpentFor;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Background;
import io.freshet.spi.Ledger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Documents of a version as another side would have them: what that takes, and having it done.
/// Blocking; one page at a time, so that the caller says where each runs.
record Anew(Ledger ledger, Function<Content, Chunked> cut, Background texts) {
    private static final int PAGE = 50;

    /// Beyond so many distinct texts one that comes again is counted again.
    private static final int TEXTS_MAX = 1_000_000;

    /// As the side in force of a collection has them.
    static Anew of(SystemWorld world, Pipeline steps) {
        Ports ports = steps.ports();
        AskedEmbedder asked =
                new AskedEmbedder(ports.endpoints(), world, ports.meter(), SpentFor.ROLLBACK);
        Background texts = new Background(world, ports.vectors(), asked, ports.desk());
        return new Anew(ports.ledger(), steps.planner()::cut, texts);
    }

    /// The documents of a version, in scope, some at a time. Confined to one caller.
    final class Walk {
        private final long version;
        private final Scope scope;
        private final Set<Long> seen = new HashSet<>();
        private Optional<DocumentId> after = Optional.empty();
        private Estimate estimate = new Estimate(0, 0, 0, 0);
        private boolean isOver;

        private Walk(long version, Scope scope) {
            this.version = version;
            this.scope = scope;
        }

        boolean isOver() {
            return isOver;
        }

        Estimate estimate() {
            return estimate;
        }

        /// Counts the next page.
        ///
        /// @return what of it lacks a vector
        List<Chunk> next() {
            List<Committed> page = page();
            List<Chunk> fresh =
                    page.stream()
                            .flatMap(each -> cut.apply(each.content()).chunks().values().stream())
                            .toList();
            List<Chunk> distinct = fresh.stream().filter(this::isNew).toList();
            Set<String> known = texts.known(distinct.stream().map(Chunk::hash).toList()).keySet();
            List<Chunk> lacking =
                    distinct.stream().filter(chunk -> !known.contains(chunk.hash())).toList();
            estimate =
                    new Estimate(
                            estimate.documents() + page.size(),
                            estimate.chunks() + fresh.size(),
                            estimate.tokens() + tokens(lacking),
                            estimate.known() + tokens(distinct) - tokens(lacking));
            return lacking;
        }

        private List<Committed> page() {
            if (!scope.documents().isEmpty()) {
                isOver = true;
                return ledger.documents(scope.documents(), version).values().stream()
                        .filter(each -> each.document().value().startsWith(scope.prefix()))
                        .toList();
            }
            List<Committed> page = ledger.list(scope.prefix(), after, PAGE, version);
            isOver = page.isEmpty();
            after = isOver ? after : Optional.of(page.getLast().document());
            return page;
        }

        private boolean isNew(Chunk chunk) {
            long key = Long.parseUnsignedLong(chunk.hash().substring(0, 16), 16);
            return seen.size() < TEXTS_MAX ? seen.add(key) : !seen.contains(key);
        }

        private static long tokens(Collection<Chunk> chunks) {
            return chunks.stream().mapToLong(Chunk::tokens).sum();
        }
    }

    Walk walk(long version, Scope scope) {
        return new Walk(version, scope);
    }
}
