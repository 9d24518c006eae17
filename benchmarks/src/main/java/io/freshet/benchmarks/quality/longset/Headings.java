package io.freshet.benchmarks.quality.longset;

import io.freshet.Text;
import io.freshet.benchmarks.quality.longset.LongSet.Kind;
import io.freshet.planner.Tokens;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Headings as questions for their own sections, the heading itself taken out. At most every third
/// of a page goes, by the hash of its path and title, so that the page keeps its structure.
final class Headings {
    private static final int DEPTH_MIN = 2;
    private static final int WORDS_MIN = 2;
    private static final int SHARE = 3;
    private static final int SECTION_TOKENS_MIN = 40;

    /// What many a document calls a section, whatever it is about.
    private static final Set<String> GENERIC =
            new TreeSet<>(
                    List.of(
                            "abstract",
                            "acknowledgements",
                            "acknowledgments",
                            "background",
                            "backward compatibility",
                            "backwards compatibility",
                            "copyright",
                            "discussion",
                            "examples",
                            "footnotes",
                            "how to teach this",
                            "implementation",
                            "introduction",
                            "motivation",
                            "open issues",
                            "open questions",
                            "overview",
                            "proof of concept",
                            "rationale",
                            "reference implementation",
                            "references",
                            "rejected alternatives",
                            "rejected ideas",
                            "security implications",
                            "specification",
                            "summary",
                            "table of contents",
                            "version history"));

    private Headings() {}

    static List<Asked> of(List<Page> pages) {
        Map<String, Integer> titles = new HashMap<>();
        for (Page page : pages) {
            page.headings().forEach(heading -> titles.merge(heading.name(), 1, Integer::sum));
        }
        return pages.stream().flatMap(page -> chosen(page, titles)).toList();
    }

    private static Stream<Asked> chosen(Page page, Map<String, Integer> titles) {
        long deep = page.headings().stream().filter(h -> h.depth() >= DEPTH_MIN).count();
        return page.headings().stream()
                .filter(heading -> asks(page, heading))
                .filter(heading -> titles.getOrDefault(heading.name(), 0) == 1)
                .sorted(Comparator.comparing(h -> Text.hash(page.path() + '#' + h.title())))
                .limit(deep / SHARE)
                .sorted(Comparator.comparingInt(heading -> heading.line().start()))
                .map(
                        heading ->
                                new Asked(
                                        Kind.HEADING,
                                        heading.title(),
                                        page,
                                        lines(page.text(), heading.line()),
                                        page,
                                        heading));
    }

    private static boolean asks(Page page, Heading heading) {
        return heading.depth() >= DEPTH_MIN
                && heading.title().split(" ", -1).length >= WORDS_MIN
                && answers(page, heading);
    }

    /// Whether the section can be what somebody looks for: about something of its own, not the
    /// whole page, not next to nothing.
    static boolean answers(Page page, Heading heading) {
        return !GENERIC.contains(heading.name())
                && !page.isTitle(heading)
                && Tokens.count(
                                page.text()
                                        .substring(heading.line().end(), heading.section().end()))
                        >= SECTION_TOKENS_MIN;
    }

    /// With the empty lines below.
    private static Span lines(String text, Span line) {
        int end = line.end();
        while (end < text.length() && text.charAt(end) == '\n') {
            end++;
        }
        return new Span(line.start(), end);
    }
}
