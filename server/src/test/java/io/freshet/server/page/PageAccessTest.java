package io.freshet.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.freshet.server.http.Served;
import io.freshet.server.page.Chromium.View;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The page by keyboard, and as a screen reader is told of it.
final class PageAccessTest {
    private static final String COLLECTION = "knowledge_base";
    private static Chromium chromium;
    private static Served served;

    @BeforeAll
    static void start() throws InterruptedException {
        chromium = Chromium.start();
        served = Served.start();
        served.put(COLLECTION, "guide/refunds.md", "# Refunds\n\nA refund takes five days.");
        served.put(COLLECTION, "guide/limits.md", "Limits and refunds " + "word ".repeat(300));
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            served.close();
            chromium.close();
        }
    }

    @AfterEach
    void nothingFailedAndNobodyElseWasAsked() {
        chromium.requireQuiet(served.port());
    }

    private static Page open(String terms) {
        Page page = chromium.open(View.DESKTOP);
        page.navigate("http://localhost:" + served.port() + "/" + terms);
        assertThat(page.locator("#versions summary").first()).isVisible();
        return page;
    }

    @Test
    void everythingIsReachedByTabInTheOrderItIsRead() {
        Page page = open("#c=knowledge_base&q=refund");
        assertThat(page.locator("#hits > li")).hasCount(2);
        List<String> walked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            String focused = (String) page.evaluate(FOCUSED);
            if (focused.isEmpty() || walked.contains(focused)) {
                break;
            }
            walked.add(focused);
        }

        Assertions.assertThat(walked)
                .containsSubsequence(
                        "skip",
                        "collection",
                        "query",
                        "Search",
                        "mode",
                        "k",
                        "prefix",
                        "filter",
                        "guide/refunds.md",
                        "feed-pause");
        Assertions.assertThat(walked).anyMatch(one -> one.startsWith("2"));
        Assertions.assertThat(walked)
                .allSatisfy(one -> Assertions.assertThat(one).doesNotEndWith(" unseen"));
    }

    /// What has the focus, and whether that can be seen.
    private static final String FOCUSED =
            """
            () => {
              const at = document.activeElement;
              if (at === document.body) return "";
              const style = getComputedStyle(at);
              const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              return (at.id || at.textContent.trim()) + (seen ? "" : " unseen");
            }
            """;

    @Test
    void aSearchNeedsNoMouse() {
        Page page = open("");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#query")).isFocused();

        page.keyboard().type("refund");
        page.keyboard().press("Enter");
        assertThat(page.locator("#hits > li")).hasCount(2);
        assertThat(page.locator("#query")).isFocused();

        Locator newest = page.locator("#versions summary").first();
        newest.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#versions li")).hasCount(1);
        page.keyboard().press("Space");
        assertThat(page.locator("#versions details[open]")).hasCount(0);
    }

    @Test
    void aChunkIsUnfoldedByKeyboard() {
        Page page = open("#c=knowledge_base&q=limits");
        Locator unfold = page.getByText("Show the whole chunk");
        unfold.focus();

        page.keyboard().press("Enter");

        assertThat(page.getByText("Show less")).isFocused();
        assertThat(page.getByText("Show less")).hasAttribute("aria-expanded", "true");
    }

    @Test
    void everyControlHasANameAndEveryRegionToo() {
        Page page = open("#c=knowledge_base&q=refund");
        assertThat(page.locator("#hits > li")).hasCount(2);

        Assertions.assertThat((List<?>) page.evaluate(NAMELESS)).isEmpty();
        assertThat(page.getByRole(AriaRole.MAIN)).hasCount(1);
        assertThat(page.getByRole(AriaRole.BANNER)).hasCount(1);
        assertThat(page.getByRole(AriaRole.SEARCH)).hasCount(1);
        assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(1);
        assertThat(page.locator("h1")).hasCount(1);
        for (String region : new String[] {"Status", "Search", "Live changes", "Latest versions"}) {
            assertThat(
                            page.getByRole(
                                    AriaRole.REGION,
                                    new Page.GetByRoleOptions().setName(region).setExact(true)))
                    .hasCount(1);
        }
    }

    /// Controls without a name, references to nothing, ids that stand twice.
    private static final String NAMELESS =
            """
            () => {
              const wrong = [];
              const named = (at) => at.getAttribute("aria-label")
                || (at.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
                     .map((id) => document.getElementById(id)?.textContent).join("")
                || [...(at.labels ?? [])].map((label) => label.textContent).join("")
                || (["A", "BUTTON", "SUMMARY", "OPTION"].includes(at.tagName) && at.textContent);
              for (const at of document.querySelectorAll("a,button,input,select,summary,[tabindex],dialog,section,nav")) {
                if (!at.closest("[hidden],dialog:not([open])") && !(named(at) || "").trim() && at.tagName !== "PRE") wrong.push(at.outerHTML.slice(0, 120));
              }
              const ids = new Set();
              for (const at of document.querySelectorAll("[id]")) {
                if (ids.has(at.id)) wrong.push("twice: " + at.id);
                ids.add(at.id);
              }
              for (const name of ["for", "aria-labelledby", "aria-describedby"]) {
                for (const at of document.querySelectorAll("[" + name + "]")) {
                  at.getAttribute(name).split(" ").forEach((id) => ids.has(id) || wrong.push(name + " of nothing: " + id));
                }
              }
              if (!document.documentElement.lang) wrong.push("no language");
              return wrong;
            }
            """;

    /// A feed that is read out, or a status that is repeated every two seconds, makes a screen
    /// reader useless.
    @Test
    void nothingIsReadOutUnasked() {
        Page page = open("#c=knowledge_base&q=refund");
        assertThat(page.locator("#feed-state")).hasText("live");
        // what the search has found is said once it is there
        assertThat(page.locator("#hits > li")).hasCount(2);
        assertThat(page.locator("#search-state")).containsText("2");
        page.evaluate(
                """
                () => {
                  window.said = 0;
                  const watch = new MutationObserver((all) => { window.said += all.length; });
                  const options = { childList: true, characterData: true, subtree: true };
                  document.querySelectorAll("[role=status],[role=alert],[role=log],[aria-live]")
                    .forEach((at) => watch.observe(at, options));
                }
                """);

        try {
            for (int i = 0; i < 5; i++) {
                served.put("other", "a", "Text " + i);
                served.put(COLLECTION, "guide/live.md", "Text " + i);
            }
            assertThat(page.locator("#feed > li")).hasCount(10);

            Assertions.assertThat(page.evaluate("window.said")).isEqualTo(0);
        } finally {
            served.delete(COLLECTION, "guide/live.md");
        }
    }

    @Test
    void itStillsMotionWhereThatIsWanted() {
        String css = (String) open("").evaluate("fetch('page/page.css').then((r) => r.text())");

        Assertions.assertThat(css.replaceAll("\\s+", " "))
                .containsPattern(
                        "@media \\(prefers-reduced-motion: no-preference\\) \\{ \\.fresh \\{ animation");
    }
}
