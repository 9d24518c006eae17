package io.freshet.adapter.decoding;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/// What of a page is not its text.
final class HtmlParts {
    private static final Set<String> NEVER =
            Set.of(
                    "head",
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "nav",
                    "menu",
                    "dialog",
                    "button",
                    "input",
                    "select",
                    "textarea",
                    "iframe",
                    "object",
                    "embed",
                    "svg",
                    "canvas",
                    "audio",
                    "video",
                    "map",
                    "rp",
                    "rt");
    private static final Set<String> OF_THE_PAGE = Set.of("header", "footer", "aside");
    private static final Set<String> ROLES =
            Set.of("navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog");
    private static final Set<String> ANCHORS = Set.of("\u00B6", "#", "\uD83D\uDD17");

    private HtmlParts() {}

    /// @param isWholePage whether no part of the page is marked as its own
    static boolean isLeftOut(Element element, boolean isWholePage) {
        String name = element.normalName();
        return NEVER.contains(name)
                || (isWholePage && OF_THE_PAGE.contains(name))
                || (name.equals("form") && !holdsText(element))
                || ROLES.contains(element.attr("role"))
                || isHidden(element)
                || isAnchor(element);
    }

    private static boolean isHidden(Element element) {
        if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
            return true;
        }
        String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
        return style.contains("display:none") || style.contains("visibility:hidden");
    }

    /// Some sites put the whole page into a form.
    private static boolean holdsText(Element form) {
        return form.selectFirst("p, h1, h2, h3, article, main") != null;
    }

    /// The sign behind a heading that links to it.
    private static boolean isAnchor(Element element) {
        return element.normalName().equals("a") && ANCHORS.contains(element.ownText());
    }
}
