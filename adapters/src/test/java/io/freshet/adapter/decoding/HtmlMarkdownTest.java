package io.freshet.adapter.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a page becomes, and that no page takes long.
final class HtmlMarkdownTest {
    private static final int SMALL = 20_000;
    private static final int TIMES = 8;

    @Test
    void whatAReaderIsShownIsKept() {
        assertThat(
                        HtmlMarkdown.of(
                                """
                                <html><head><title>Refunds | Shop</title><style>p {}</style></head>
                                <body><header>Shop</header><nav><a href="/">Home</a></nav>
                                <h1>Refunds <a class="headerlink" href="#r">¶</a></h1>
                                <p>Refunds take <b>five</b>
                                   days; see <a href="/terms">the terms</a>.<br>Ask us.</p>
                                <h2>Steps</h2>
                                <ol><li>Ask<ul><li>by post</li><li>by phone</li></ul></li><li><p>Wait</p><p>or not</p></li></ol>
                                <pre><code class="language-java">int a;

                                  b();</code></pre>
                                <blockquote><p>One.</p><p>Two.</p></blockquote>
                                <p>Call <code>refund()</code>.</p>
                                <script>evil()</script><footer>(c) Shop</footer></body></html>
                                """))
                .isEqualTo(
                        """
                        # Refunds

                        Refunds take five days; see the terms.
                        Ask us.

                        ## Steps

                        1. Ask
                           - by post
                           - by phone
                        2. Wait

                           or not

                        ```java
                        int a;

                          b();
                        ```

                        > One.

                        > Two.

                        Call `refund()`.
                        """);
    }

    @Test
    void aTableOfDataIsATable() {
        assertThat(
                        HtmlMarkdown.of(
                                """
                                <table><caption>Prices</caption><thead><tr><th>What</th><th>Cost</th></tr></thead>
                                <tbody><tr><td><p>A | B</p></td><td>5<br>6</td></tr><tr></tr></tbody></table>"""))
                .isEqualTo(
                        """
                        Prices

                        | What | Cost |
                        | --- | --- |
                        | A \\| B | 5 6 |
                        """);
    }

    @Test
    void aTableThatArrangesThePageIsNone() {
        assertThat(
                        HtmlMarkdown.of(
                                "<table><tr><td><h2>A</h2>text</td><td><table><tr><td>x</td><td>y</td></tr>"
                                        + "</table></td></tr></table>"))
                .isEqualTo("## A\n\ntext\n\n| x | y |\n| --- | --- |\n");
    }

    @Test
    void thePartThatIsThePagesOwnIsPreferred() {
        assertThat(
                        HtmlMarkdown.of(
                                "<title>T</title><div>around</div><main><header><h1>H</h1></header><p>in"
                                        + "</p><aside>note</aside></main><div>below</div>"))
                .isEqualTo("# T\n\n# H\n\nin\n\nnote\n");
        assertThat(HtmlMarkdown.of("<article>a</article><article>b</article>"))
                .isEqualTo("a\n\nb\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p hidden>x</p>",
                "<p style='display: none'>x</p>",
                "<div aria-hidden=true><p>x</p></div>",
                "<div role=navigation>x</div>",
                "<form><input value=x><button>x</button></form>",
                "<noscript>x</noscript><template>x</template><svg><text>x</text></svg>",
                "<!-- x --><footer>x</footer><aside>x</aside>",
                "<p>&nbsp;</p><br><hr>",
                "",
            })
    void whatIsNotShownIsDropped(String html) {
        assertThat(HtmlMarkdown.of(html)).isEmpty();
    }

    @Test
    void aPageInAFormKeepsItsText() {
        assertThat(HtmlMarkdown.of("<form><p>said</p><input value=x></form>")).isEqualTo("said\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    # no heading      ~ \\# no heading
                    - no item         ~ \\- no item
                    12. no item       ~ 12\\. no item
                    &gt; no quote     ~ \\> no quote
                    ---               ~ \\---
                    +++               ~ \\+++
                    &lt;div&gt; no tag    ~ \\<div> no tag
                    | no table        ~ \\| no table
                    [a]: b            ~ \\[a]: b
                    ```               ~ \\```
                    #hashtag          ~ #hashtag
                    -5 degrees        ~ -5 degrees
                    1.5 days          ~ 1.5 days
                    """)
    void textThatLooksLikeStructureStaysText(String said, String written) {
        assertThat(HtmlMarkdown.of("<p>" + said + "</p>")).isEqualTo(written + "\n");
        assertThat(HtmlMarkdown.of("<p>a<br>" + said + "</p>")).isEqualTo("a\n" + written + "\n");
    }

    @Test
    void codeThatHoldsAFenceHasALongerOne() {
        assertThat(HtmlMarkdown.of("<pre>\n```\na\n```\n</pre>"))
                .isEqualTo("````\n```\na\n```\n````\n");
    }

    @Test
    void lineEndsAreAllTheSame() {
        String html = "<p>a\nb</p>\n<pre>c\nd</pre>";
        assertThat(HtmlMarkdown.of(html.replace("\n", "\r\n"))).isEqualTo(HtmlMarkdown.of(html));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<ul><li>a",
                "<blockquote>a",
                "<table><tr><td>a",
                "<b><i>a",
                "<a href=x>a",
                "<h1>a",
                "<li>a",
                "<p>a",
                "<br>",
                "<form><p>",
                "<font>a</div>",
                "<meta charset",
                "<!--",
                "<td>a<td>b",
                "<pre>`",
                "<ol><li>",
                "&amp;",
                "</p>",
                "<",
                "|-\n",
                "<svg><p>",
                "<select><option>",
                "<code>",
                "<main>a",
                "<article><h1>",
                "word "
            })
    void timeGrowsAsThePageDoes(String part) {
        long once = Math.max(nanos(part.repeat(SMALL / part.length())), 5_000_000);
        assertThat(nanos(part.repeat(TIMES * SMALL / part.length())))
                .as("nanoseconds of processor time, after %d", once)
                .isLessThan(3L * TIMES * once);
    }

    private static long nanos(String html) {
        var clock = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long start = clock.getCurrentThreadCpuTime();
            HtmlMarkdown.of(html);
            best = Math.min(best, clock.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    @Test
    void aHundredThousandLevelsAreRead() {
        for (String open :
                new String[] {"<div>", "<ul><li>", "<blockquote>", "<span>", "<table><tr><td>"}) {
            assertThat(HtmlMarkdown.of(open.repeat(100_000) + "deep")).contains("deep");
        }
    }

    @Test
    void anyMarkupGivesAnAnswerAndTheSameAgain() {
        String[] parts = {
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<ul>",
            "<li>",
            "</ul>",
            "<pre>",
            "</pre>",
            "<h2>",
            "</h2>",
            "<code>",
            "<br>",
            "<blockquote>",
            "</blockquote>",
            "a",
            " ",
            "\n",
            "|",
            "#",
            "<form>",
            "<b>",
            "<title>",
            "<!--",
            "-->",
            "<caption>",
            "\0",
            "\uD800",
            "</li>",
            "<ol start=7>",
            "<main>",
            "<th>",
            "<script>",
            "</script>",
            "<dl><dt>",
            "&#0;"
        };
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var html = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                html.append(parts[random.nextInt(parts.length)]);
            }
            String once = HtmlMarkdown.of(html.toString());
            assertThat(HtmlMarkdown.of(html.toString())).as("seed %d", seed).isEqualTo(once);
        }
    }
}
