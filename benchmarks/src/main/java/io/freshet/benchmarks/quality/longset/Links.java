package io.freshet.benchmarks.quality.longset;

import io.freshet.Block;
import io.freshet.Format;
import io.freshet.benchmarks.quality.longset.LongSet.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences that link to one other section as questions for it; the sentence is taken out.
/// Confined to one thread.
final class Links {
    private static final int WORDS_MIN = 6;
    private static final int WORDS_MAX = 60;
    private static final Pattern BY_REFERENCE = Pattern.compile("\\[([^\\]]+)\\]\\[([^\\]]+)\\]");
    private static final Pattern INLINE = Pattern.compile("\\[[^\\]]+\\]\\(([^)\\s]+)\\)");
    private static final Pattern DEFINITION =
            Pattern.compile("^\\[([^\\]]+)\\]:\\s*(\\S+)", Pattern.MULTILINE);
    private static final Pattern URL = Pattern.compile("(?:([\\w-]+)\\.(?:html|md))?#([^#\\s]+)");
    private static final Pattern PEP = Pattern.compile(":pep:`(?:[^`<]*<)?(\\d+)#([^`>]+)>?`");
    private static final Pattern LABEL = Pattern.compile(":ref:`(?:[^`<]*<)?([^`<>]+)>?`");
    private static final Pattern TITLE =
            Pattern.compile("(?<![`:])`(?:[^`<]*<([^`<>]+)_>|([^`<>]+))`_(?![\\w_])");

    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Map<String, Optional<Heading>>> anchors = new HashMap<>();
    private final Map<String, String> definitions = new HashMap<>();

    private Links(List<Page> pages) {
        for (Page page : pages) {
            this.pages.put(page.path(), page);
            anchors.put(page.path(), page.anchors());
        }
    }

    static List<Asked> of(List<Page> pages) {
        Links links = new Links(pages);
        List<Asked> asked = new ArrayList<>();
        pages.forEach(page -> asked.addAll(links.of(page)));
        return asked;
    }

    private List<Asked> of(Page page) {
        definitions.clear();
        Matcher definition = DEFINITION.matcher(page.text());
        while (definition.find()) {
            definitions.put(definition.group(1).toLowerCase(Locale.ROOT), definition.group(2));
        }
        List<Asked> asked = new ArrayList<>();
        for (Block block : page.blocks()) {
            Span span = new Span(block.start(), block.end());
            if (block.kind() == Block.Kind.PARAGRAPH
                    && block.depth() == 0
                    && !span.of(page.text()).startsWith("..")) {
                for (Span sentence : Sentences.of(page.text(), span)) {
                    asked(page, sentence).ifPresent(asked::add);
                }
            }
        }
        return asked;
    }

    private Optional<Asked> asked(Page page, Span sentence) {
        String markup = sentence.of(page.text());
        Set<Target> targets = new HashSet<>();
        if (page.format() == Format.RST) {
            restructured(page, markup, targets);
        } else {
            markdown(page, markup, targets);
        }
        if (targets.size() != 1) {
            return Optional.empty();
        }
        Target target = targets.iterator().next();
        String text = Markup.plain(page.format(), markup);
        int words = text.split(" ", -1).length;
        boolean asks =
                words >= WORDS_MIN
                        && words <= WORDS_MAX
                        && !text.endsWith(":")
                        && !target.holds(page, sentence)
                        && Headings.answers(target.page(), target.heading());
        return asks
                ? Optional.of(
                        new Asked(Kind.LINK, text, page, sentence, target.page(), target.heading()))
                : Optional.empty();
    }

    private void markdown(Page page, String markup, Set<Target> targets) {
        List<String> urls = new ArrayList<>();
        Matcher reference = BY_REFERENCE.matcher(markup);
        while (reference.find()) {
            urls.add(definitions.getOrDefault(reference.group(2).toLowerCase(Locale.ROOT), ""));
        }
        Matcher inline = INLINE.matcher(markup);
        while (inline.find()) {
            urls.add(inline.group(1));
        }
        for (String link : urls) {
            Matcher url = URL.matcher(link);
            if (url.matches()) {
                String path = url.group(1) == null ? page.path() : "src/" + url.group(1) + ".md";
                at(path, url.group(2)).ifPresent(targets::add);
            }
        }
    }

    private void restructured(Page page, String markup, Set<Target> targets) {
        Matcher pep = PEP.matcher(markup);
        while (pep.find()) {
            String path = "peps/pep-%04d.rst".formatted(Integer.parseInt(pep.group(1)));
            at(path, pep.group(2)).ifPresent(targets::add);
        }
        Matcher label = LABEL.matcher(markup);
        while (label.find()) {
            at(page.path(), label.group(1)).ifPresent(targets::add);
        }
        Matcher title = TITLE.matcher(markup);
        while (title.find()) {
            String name = Heading.name(title.group(1) == null ? title.group(2) : title.group(1));
            page.titles()
                    .getOrDefault(name, Optional.empty())
                    .ifPresentOrElse(
                            heading -> targets.add(new Target(page, heading)),
                            () -> at(page.path(), name).ifPresent(targets::add));
        }
    }

    private Optional<Target> at(String path, String anchor) {
        Page page = pages.get(path);
        if (page == null) {
            return Optional.empty();
        }
        return anchors.getOrDefault(path, Map.of())
                .getOrDefault(Heading.name(anchor), Optional.empty())
                .map(heading -> new Target(page, heading));
    }

    private record Target(Page page, Heading heading) {
        boolean holds(Page other, Span span) {
            return page.path().equals(other.path())
                    && heading.section().start() <= span.start()
                    && span.start() < heading.section().end();
        }
    }
}
