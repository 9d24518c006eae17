package io.freshet.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.server.http.Served;
import io.freshet.server.page.Chromium.View;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The API's description as somebody reads it.
final class DocsPageTest {
    private static Chromium chromium;
    private static Served served;

    @BeforeAll
    static void start() throws InterruptedException {
        chromium = Chromium.start();
        served = Served.start();
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

    private static Page open(View view, String hash) {
        Page page = chromium.open(view);
        page.navigate("http://localhost:" + served.port() + "/docs" + hash);
        return page;
    }

    @Test
    void everyOperationAndEveryFrameIsShown() {
        Page page = open(View.PHONE, "");
        int operations =
                ApiContract.operations().values().stream()
                        .mapToInt(methods -> methods.size())
                        .sum();

        assertThat(page.locator("details:not([id^=stream-])")).hasCount(operations);
        assertThat(page.locator("details[id=stream-index_update]")).hasCount(1);
        page.evaluate("document.querySelectorAll('details').forEach((at) => { at.open = true; })");
        assertThat(page.locator("#search .members").nth(1)).containsText("per_document");
        assertThat(page.locator("#sendEvents .members").nth(1)).containsText("source_version");
        Assertions.assertThat(page.locator("main").textContent())
                .doesNotContain("[object", "undefined", "NaN");
        Assertions.assertThat(
                        page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                .isEqualTo(0);
    }

    @Test
    void aLinkOpensTheOperationThatItNames() {
        Page page = open(View.DESKTOP, "#listVersions");

        assertThat(page.locator("details[open]")).hasAttribute("id", "listVersions");
        assertThat(page.locator("details[open] .inner")).isInViewport();
    }
}
