package io.freshet.search;

import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Hit;
import io.freshet.SearchResult.Reranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What was found, best first and all of one version, with enough of it to answer in whatever order
/// its best candidates are put: the texts that a reranker reads and the hits that a client gets are
/// the same chunks of the same version (I3). Immutable; nothing is read any more.
public record Shortlist(SearchRequest request, long version, List<Found> found) {
    public Shortlist {
        found = List.copyOf(found);
    }

    /// A candidate.
    ///
    /// @param own the chunk's text without its neighbours
    record Found(Hit hit, String own) {
        /// A reranker sees nothing else of the document, so the headings stand before the text, but
        /// for those that it holds itself.
        String passage() {
            List<String> lines = own.lines().map(Found::withoutMarks).toList();
            String path =
                    hit.headings().stream()
                            .filter(heading -> !lines.contains(heading.strip()))
                            .collect(Collectors.joining(" > "));
            return path.isEmpty() ? own : path + "\n\n" + own;
        }

        private static String withoutMarks(String line) {
            return line.replaceFirst("^[#=]+\\s", "").strip();
        }
    }

    /// The texts of the best candidates, for the reranker.
    public List<String> passages() {
        return found.stream().limit(request.candidates()).map(Found::passage).toList();
    }

    /// In the order that was found.
    public SearchResult result() {
        return result(hits(found.stream().map(Found::hit).toList()), Optional.empty());
    }

    /// The same, though another order was asked for.
    public SearchResult unranked(Reranking.NotApplied why) {
        return result(result().hits(), Optional.of(why));
    }

    /// The best candidates by score, equal ones in the order that was found; behind them the
    /// others, which nobody was asked about.
    ///
    /// @param scores one for each of [#passages]
    public SearchResult ranked(List<Double> scores, Reranking.Applied how) {
        List<Hit> asked =
                IntStream.range(0, scores.size())
                        .mapToObj(i -> found.get(i).hit().reranked(scores.get(i)))
                        .sorted(Comparator.comparingDouble(Shortlist::rerankScore).reversed())
                        .toList();
        List<Hit> all = new ArrayList<>(asked);
        found.stream().skip(scores.size()).map(Found::hit).forEach(all::add);
        return result(hits(all), Optional.of(how));
    }

    private static double rerankScore(Hit hit) {
        return hit.rerankScore().orElseThrow();
    }

    private SearchResult result(List<Hit> hits, Optional<Reranking> reranking) {
        return new SearchResult(version, hits, reranking);
    }

    private List<Hit> hits(List<Hit> ordered) {
        DocumentLimit limit = new DocumentLimit(request.perDocument());
        return ordered.stream()
                .filter(hit -> limit.takes(hit.chunk().document()))
                .limit(request.k())
                .toList();
    }
}
