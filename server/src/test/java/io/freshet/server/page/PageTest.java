package io.freshet.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import io.freshet.server.http.Served;
import io.freshet.server.json.Json;
import io.freshet.server.page.Chromium.View;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What somebody sees who uses the page: a real browser on a real server.
final class PageTest {
    private static Chromium chromium;
    private static Served served;
    private static int collections;

    private final String collection = "page-" + collections++;

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

    private void put(String id, String text) {
        served.put(collection, id, text);
    }

    private Page open(String terms) {
        return open(View.DESKTOP, terms);
    }

    private Page open(View view, String terms) {
        Page page = chromium.open(view);
        page.navigate("http://localhost:" + served.port() + "/#c=" + collection + terms);
        return page;
    }

    @Test
    void aSearchShowsHitsWithTheirWordsMarked() {
        put("guide/refunds.md", "# Refunds\n\nA refund takes five days. Refunding is free.");
        put("guide/limits.md", "# Limits\n\nLimits are raised on request.");
        Page page = open("");

        page.getByLabel("Question or words").fill("how long do refunds take");
        page.keyboard().press("Enter");

        Locator first = page.locator("#hits > li").first();
        assertThat(first.getByRole(AriaRole.HEADING)).hasText("guide/refunds.md");
        assertThat(first.locator(".path")).hasText("Refunds");
        assertThat(first.locator("mark"))
                .hasText(new String[] {"Refunds", "refund", "takes", "Refunding"});
        assertThat(first.locator(".facts")).containsText("meaning");
        assertThat(page.locator("#search-state"))
                .hasText(Pattern.compile("2 hits in .*, index version 2"));
    }

    @Test
    void chineseAndJapaneseAreMarkedByPairs() {
        put("zh", "如何进行数据备份？停止服务器，复制目录。");
        Page page = open("&q=怎么备份数据");
        assertThat(page.locator("#hits mark")).hasText("数据备份");

        put("zh", "データのバックアップを作る方法");
        page.getByLabel("Question or words").fill("データ バックアップ");

        assertThat(page.locator("#hits mark")).hasText(new String[] {"データ", "バックアップ"});
    }

    @Test
    void aChangeAppearsWithoutReload() {
        put("a", "The first text.");
        Page page = open("&q=text");
        assertThat(page.locator("#hits > li")).hasCount(1); // so that it is found before the change
        assertThat(page.locator("#feed-state")).hasText("live");
        assertThat(page.locator("#feed-hint")).isVisible();

        put("a", "The second text.");
        put("b", "Another text.");

        assertThat(page.locator("#feed > li .kind")).hasText(new String[] {"insert", "update"});
        assertThat(page.locator("#feed > li").first()).containsText("version 3");
        assertThat(page.locator("#feed > li").first()).containsText("1 inserted");
        assertThat(page.locator("#feed > li").nth(1)).containsText("chunks +1 −0 =0");
        assertThat(page.locator("#versions summary strong")).hasText(new String[] {"3", "2", "1"});
        assertThat(page.locator("#figures")).containsText("up to date");
        page.getByText("Search again").click();
        assertThat(page.locator("#hits > li")).hasCount(2);
        assertThat(page.getByText("Search again")).isHidden();
    }

    @Test
    void aVersionTellsWhatItChanged() {
        put("a", "Some text.");
        served.delete(collection, "a");
        Page page = open("");

        page.locator("#versions summary").last().click();
        page.locator("#versions summary").first().click();

        Locator opened = page.locator("#versions details[open]");
        assertThat(opened.last().locator("li")).hasText(Pattern.compile("insert\\s*a\\s*chunks"));
        assertThat(opened.first().locator("li")).hasText(Pattern.compile("delete\\s*a\\s*chunks"));
        assertThat(opened.last()).containsText("embedded");
    }

    @Test
    void aLargeVersionIsReadPageByPage() {
        served.post(collection, "/events?wait=true&timeout=60s", events(250));
        Page page = open("");

        page.locator("#versions summary").click();
        Locator changes = page.locator("#versions li");
        assertThat(changes).hasCount(100);
        page.getByText("More documents").click();
        assertThat(changes).hasCount(200);
        page.getByText("More documents").click();

        assertThat(changes).hasCount(250);
        assertThat(page.getByText("More documents")).isHidden();
    }

    @Test
    void theFeedKeepsTheLast200() {
        put("a", "Some text.");
        Page page = open("");
        assertThat(page.locator("#feed-state")).hasText("live");

        served.post(collection, "/events?wait=true&timeout=60s", events(250));

        assertThat(page.locator("#feed > li").first()).containsText("250 inserted");
        assertThat(page.locator("#feed > li")).hasCount(200);
    }

    private static String events(int count) {
        var events = Json.array();
        for (int i = 0; i < count; i++) {
            events.addObject()
                    .put("event_type", "insert")
                    .put("document_id", "doc-" + i)
                    .put("text", "Text " + i);
        }
        return Json.text(Json.object().put("atomic", true).set("events", events));
    }

    @Test
    void aPausedFeedGoesOnWithNothingMissing() {
        put("a", "Some text.");
        Page page = open("");
        assertThat(page.locator("#feed-state")).hasText("live");
        Locator pause = page.getByRole(AriaRole.BUTTON, named("Pause"));
        pause.click();
        put("a", "Other text.");
        assertThat(page.locator("#versions summary strong")).hasText(new String[] {"2", "1"});
        assertThat(page.locator("#feed > li")).hasCount(0);

        pause.click();

        assertThat(page.locator("#feed > li .kind")).hasText(new String[] {"update"});
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() {
        put("a", "Some text.");
        List<WebSocketRoute> sockets = new ArrayList<>();
        Page page = chromium.open(View.DESKTOP);
        page.routeWebSocket(
                Pattern.compile(".*"),
                socket -> {
                    socket.connectToServer();
                    sockets.add(socket);
                });
        page.navigate("http://localhost:" + served.port() + "/#c=" + collection);
        assertThat(page.locator("#feed-state")).hasText("live");
        put("a", "Other text.");
        assertThat(page.locator("#feed > li .kind")).hasText(new String[] {"update"});

        sockets.getFirst()
                .close(new WebSocketRoute.CloseOptions().setCode(4000).setReason("a test"));
        put("b", "Text that came meanwhile.");
        put("b", "And more.");

        assertThat(page.locator("#feed > li .kind"))
                .hasText(new String[] {"update", "insert", "update"});
        assertThat(page.locator("#feed-state")).hasText("live");
        org.assertj.core.api.Assertions.assertThat(sockets).hasSize(2);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void aWrongFilterIsExplained() {
        put("a", "Some text.");
        Page page = open("&q=text");
        assertThat(page.locator("#hits > li")).hasCount(1);
        Locator filter = page.getByLabel("Filter on metadata");

        filter.fill("{\"year\": {\"$near\": 1}}");
        filter.press("Enter");
        assertThat(page.locator("#filter-problem"))
                .hasText(Pattern.compile("an operator is one of.*\\(at /filter/year/\\$near\\)"));
        assertThat(filter).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#hits > li")).hasCount(0);

        filter.fill("{year: 1}");
        filter.press("Enter");
        assertThat(page.locator("#filter-problem")).containsText("is not valid JSON");

        filter.fill("{\"year\": {\"$exists\": false}}");
        filter.press("Enter");
        assertThat(page.locator("#hits > li")).hasCount(1);
        assertThat(page.locator("#filter-problem")).isHidden();
        assertThat(filter).not().hasAttribute("aria-invalid", "true");
    }

    @Test
    void aSearchCanBePassedOn() {
        put("one/a", "Some text.");
        put("two/a", "More text.");
        Page page = open("");
        page.getByLabel("Question or words").fill("text");
        page.getByLabel("Find by").selectOption("keyword");
        page.getByLabel("Id begins with").fill("two/");
        assertThat(page.locator("#hits > li")).hasCount(1);

        Page other = chromium.open(View.PHONE);
        other.navigate(page.url());

        assertThat(other.locator("#hits h3")).hasText("two/a");
        assertThat(other.getByLabel("Find by")).hasValue("keyword");
        assertThat(other.getByLabel("Id begins with")).hasValue("two/");
    }

    @Test
    void anotherCollectionIsChosenAndBackLeadsBack() {
        put("a", "Some text.");
        served.put(collection + "-other", "b", "Other text.");
        Page page = open("&q=text");
        assertThat(page.locator("#hits h3")).hasText("a");

        page.getByLabel("Collection").selectOption(collection + "-other");
        assertThat(page.locator("#hits h3")).hasText("b");
        assertThat(page.locator("#feed-state")).hasText("live");
        served.put(collection + "-other", "b", "Other text than before.");
        assertThat(page.locator("#feed > li .kind")).hasText("update");
        page.goBack();

        assertThat(page.locator("#hits h3")).hasText("a");
        assertThat(page.getByLabel("Collection")).hasValue(collection);
        assertThat(page.locator("#feed > li")).hasCount(0);
    }

    @Test
    void whoHasJustStartedIsToldWhatToDo() {
        Page page = open("");

        assertThat(page.locator("#welcome"))
                .containsText(
                        "./freshet put docs/ -c " + collection + " --server http://localhost:");
        assertThat(page.locator("#welcome"))
                .containsText("/v1/collections/" + collection + "/documents/refunds?wait=visible");
        put("refunds", "Refunds take five days.");

        assertThat(page.locator("#welcome > *")).hasCount(0);
        assertThat(page.locator("#figures")).containsText("1 chunk");
        assertThat(page.locator("#versions summary")).hasCount(1);
    }

    @Test
    void anAbsentServerIsSaidAndItsReturnNoticed() {
        put("a", "Some text.");
        Page page = open("");
        assertThat(page.locator("#feed-state")).hasText("live"); // no handshake is cut off
        assertThat(page.locator("#state")).hasText("up to date");

        page.context().setOffline(true);
        assertThat(page.locator("#problems")).containsText("cannot be reached");
        assertThat(page.locator("#announcer")).containsText("cannot be reached");
        page.context().setOffline(false);

        assertThat(page.locator("#state")).hasText("up to date");
        assertThat(page.locator("#problems > *")).hasCount(0);
    }

    @Test
    void aMigrationAndABudgetThatIsUsedUpAreShown() {
        put("a", "Some text.");
        Page page = chromium.open(View.DESKTOP);
        page.route(
                "**/v1/collections/" + collection,
                route -> {
                    ObjectNode status = (ObjectNode) Json.read(route.fetch().text());
                    status.put("budget_problem", "the budget of all collections is used up");
                    status.putObject("migration")
                            .put("state", "filling")
                            .put("embedder", "small")
                            .put("other", "large")
                            .putNull("problem")
                            .putNull("remedy")
                            .putObject("progress")
                            .put("documents", 3)
                            .put("documents_total", 12)
                            .put("seconds_left", 40);
                    route.fulfill(new Route.FulfillOptions().setBody(Json.text(status)));
                });
        page.navigate("http://localhost:" + served.port() + "/#c=" + collection);

        assertThat(page.locator("#figures")).containsText("small, then: large3 of 12 documents40");
        assertThat(page.locator("#problems")).containsText("Deferred: the budget of all");
        page.unrouteAll(); // what it asks while it is closed cannot be answered
    }

    @Test
    void hostileTextIsTextAndNothingElse() {
        String image = "<img src=x onerror=alert(1)>";
        served.post(
                collection,
                "/events?wait=true&timeout=60s",
                Json.text(
                        Json.object()
                                .put("event_type", "insert")
                                .put("document_id", image)
                                .put(
                                        "text",
                                        "# <script>alert(2)</script>\n\n" + image + " \u202etext")
                                .set("metadata", Json.object().put("<b>" + image, image))));
        put("x".repeat(900), "<svg/onload=alert(3)> text " + "y".repeat(1200));
        put("\u202eshown/\u2066right\u05d0", "<iframe srcdoc='<script>alert(4)</script>'> text");
        put("a\"b'c&amp;d/../e?f#g%2f", "</p></li></ol><h1>text</h1>");
        Page page = open(View.PHONE, "&q=text <script>");
        assertThat(page.locator("#feed-state")).hasText("live");
        put(image, "<style>*{display:none}</style> text");

        assertThat(page.locator("#feed > li")).hasCount(2);
        assertThat(page.locator("#hits > li")).hasCount(4);
        page.getByText("Show the whole chunk").click();
        assertThat(page.locator("#versions summary strong").first()).hasText("5");
        page.locator("#versions summary").first().click();
        assertThat(page.locator("#versions li")).containsText(image);
        assertThat(page.locator("img, script:not([src]), svg, iframe, style, b, h1 + h1"))
                .hasCount(0);
        assertThat(page.locator("#hits")).containsText("<h1>");
        requireNoSidewaysScroll(page);
        for (String href :
                List.of("a%22b'c%26amp%3Bd%2F..%2Fe%3Ff%23g%252f", "%3Cimg%20src%3Dx%20onerror")) {
            assertThat(page.locator("#hits a[href*=\"document_id=" + href + "\"]")).hasCount(1);
        }
    }

    @Test
    void itFitsAPhoneAndAWatch() {
        put("guide/refunds.md", "# Refunds\n\nA refund takes five days.");
        Page page = open(View.PHONE, "&q=refund");
        assertThat(page.locator("#hits > li")).hasCount(1);

        for (int width : new int[] {320, 480, 768, 1024, 1600}) {
            page.setViewportSize(width, 700);
            requireNoSidewaysScroll(page);
        }
    }

    private static void requireNoSidewaysScroll(Page page) {
        org.assertj.core.api.Assertions.assertThat(
                        page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                .isEqualTo(0);
    }

    @Test
    void itIsDarkWhereThatIsWanted() {
        assertThat(open(View.DARK, "").locator("body"))
                .hasCSS("background-color", "rgb(15, 19, 23)");
        assertThat(open("").locator("body")).hasCSS("background-color", "rgb(243, 245, 247)");
    }
}
