package io.freshet.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The system's Chromium, without a window. Nothing is downloaded: where there is none, a test that
/// wants it is skipped and says so. Confined to the test's thread.
final class Chromium implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final int LAUNCH_MS = 120_000;
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requested = new ArrayList<>();

    private Chromium(Path program) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setTimeout(LAUNCH_MS));
    }

    static Chromium start() {
        Optional<Path> program = installed();
        Assumptions.assumeTrue(
                program.isPresent(),
                "no Chromium on this machine (apt-get install chromium): the page is not tested in"
                        + " a browser");
        return new Chromium(program.orElseThrow());
    }

    private static Optional<Path> installed() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .flatMap(directory -> candidates(Path.of(directory)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> candidates(Path directory) {
        return NAMES.stream().map(directory::resolve);
    }

    /// What a browser says of a refused request, which a page may make, and of a page that goes to
    /// another collection, or is left, while it connects.
    private static final List<String> EXPECTED =
            List.of(
                    "Failed to load resource",
                    "WebSocket is closed before the connection is established");

    /// How a page is looked at.
    record View(int width, int height, ColorScheme scheme) {
        static final View DESKTOP = new View(1280, 900, ColorScheme.LIGHT);
        static final View DARK = new View(1280, 900, ColorScheme.DARK);
        static final View PHONE = new View(320, 640, ColorScheme.LIGHT);
    }

    /// A page of its own, with nothing kept from others.
    Page open(View view) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(view.width(), view.height())
                                .setColorScheme(view.scheme()));
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onDialog(
                dialog -> {
                    complaints.add("dialog: " + dialog.message());
                    dialog.dismiss();
                });
        page.onConsoleMessage(
                message -> {
                    boolean isExpected = EXPECTED.stream().anyMatch(message.text()::contains);
                    if (!isExpected) {
                        complaints.add(message.type() + ": " + message.text());
                    }
                });
        page.onRequest(request -> requested.add(request.url()));
        page.onWebSocket(socket -> requested.add(socket.url()));
        return page;
    }

    /// Nothing failed in a page, nothing was refused by its policy, and nobody else was asked.
    ///
    /// @param port the server's
    void requireQuiet(int port) {
        browser.contexts().forEach(BrowserContext::close);
        List<String> said = List.copyOf(complaints);
        List<String> asked = List.copyOf(requested);
        complaints.clear();
        requested.clear();
        assertThat(said).isEmpty();
        assertThat(asked)
                .allSatisfy(
                        url -> assertThat(url).matches("(http|ws)://localhost:" + port + "(/.*)?"));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
