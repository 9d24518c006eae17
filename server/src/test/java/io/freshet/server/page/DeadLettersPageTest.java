package io.freshet.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.freshet.server.http.Served;
import io.freshet.server.page.Chromium.View;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What somebody sees whose documents were refused.
final class DeadLettersPageTest {
    private static Chromium chromium;
    private static Served served;

    @BeforeAll
    static void start() throws InterruptedException {
        chromium = Chromium.start();
        served = Served.refusing("poison");
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            served.close();
            chromium.close();
        }
    }

    @Test
    void theyAreListedWithTheirCauseAndDiscarded() {
        served.post(
                "page",
                "/events?wait=visible&timeout=60s",
                """
                {"events": [{"event_type": "update", "document_id": "broken.md", "text": "poison"},
                            {"event_type": "update", "document_id": "b", "text": "good"}]}
                """);
        Page page = chromium.open(View.DESKTOP);
        page.navigate("http://localhost:" + served.port() + "/#c=page");

        Locator box = page.locator("#dead-letters");
        box.locator("summary").click();
        assertThat(box.locator("summary")).hasText("1 document failed for good");
        assertThat(box.locator("li")).containsText("broken.md");
        assertThat(box.locator("li")).containsText("a text is refused (line 1)");
        box.locator("li").getByText("Discard").click();
        page.locator("#confirm").getByRole(AriaRole.BUTTON).getByText("Discard").click();

        assertThat(page.locator("#dead-letters-section")).isHidden();
        chromium.requireQuiet(served.port());
    }
}
