package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Text;
import io.freshet.spi.Source;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Fetched;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Source] does. The documents of a test are plain text.
public abstract class SourceContract {
    private static final Duration HINT_MAX = Duration.ofSeconds(60);

    private Source source;

    /// Opens the source of this test, whose place is empty at first; the second time the same one
    /// again, as after a restart.
    protected abstract Source open();

    /// The document is this now.
    protected abstract void write(String id, String text);

    protected abstract void delete(String id);

    /// It is found under the other id from now on.
    protected abstract void rename(String from, String to);

    /// The document is there and cannot be read, until it is written again.
    ///
    /// @return whether that could be arranged here
    protected abstract boolean makeUnreadable(String id);

    /// The place itself is gone.
    protected abstract void removeRoot();

    @BeforeEach
    final void opens() {
        source = open();
    }

    @AfterEach
    final void closes() {
        source.close();
    }

    private List<String> ids(Scope scope) {
        return source.list(scope).entries().stream().map(e -> e.document().value()).toList();
    }

    private Entry entry(String id) {
        return source.list(Scope.ALL).entries().stream()
                .filter(e -> e.document().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Scope under(String... prefixes) {
        return new Scope(List.of(prefixes));
    }

    private Fetched fetch(String id) {
        return source.fetch(new DocumentId(id));
    }

    @Test
    void anEmptyPlaceIsListedAsEmpty() {
        Listing listing = source.list(Scope.ALL);
        assertThat(listing.entries()).isEmpty();
        assertThat(listing.unread()).isEmpty();
        assertThat(listing.root()).isNotEmpty();
    }

    @Test
    void whatExistsIsListedOnceById() {
        List<String> ids = List.of("z.md", "a.md", "b/c.md", "b/a.md", "b.md", "b-c.md", "ü.md");
        ids.forEach(id -> write(id, "text of " + id));
        assertThat(ids(Scope.ALL))
                .containsExactlyElementsOf(ids.stream().sorted(Text::compareUtf8).toList());
    }

    @Test
    void aScopeListsAllBelowItAndNothingElse() {
        List.of("a.md", "b/c.md", "b/d.md", "b/e/f.md", "c.md").forEach(id -> write(id, id));
        assertThat(ids(under("b/"))).containsExactly("b/c.md", "b/d.md", "b/e/f.md");
        assertThat(ids(under("b/d.md", "c.md"))).containsExactly("b/d.md", "c.md");
        assertThat(ids(under("b/e/", "b/"))).containsExactly("b/c.md", "b/d.md", "b/e/f.md");
        assertThat(ids(under("none/", "b/none.md"))).isEmpty();
        assertThat(ids(under("b/", ""))).hasSize(5);
    }

    @Test
    void aDocumentIsFetchedWithTheStampThatTheListingShows() {
        write("a.md", "one two");
        assertThat(fetch("a.md"))
                .isInstanceOfSatisfying(
                        Fetched.Found.class,
                        found -> {
                            assertThat(found.content().text()).isEqualTo("one two");
                            assertThat(found.stamp()).isEqualTo(entry("a.md").stamp());
                        });
    }

    @Test
    void aStampStaysUntilTheDocumentChanges() {
        write("a.md", "one");
        write("b.md", "one");
        String first = entry("a.md").stamp();
        write("b.md", "two and more");
        assertThat(entry("a.md").stamp()).isEqualTo(first);
        write("a.md", "two and more");
        assertThat(entry("a.md").stamp()).isNotEqualTo(first);
        assertThat(fetch("a.md"))
                .isInstanceOfSatisfying(
                        Fetched.Found.class,
                        found -> assertThat(found.content().text()).isEqualTo("two and more"));
    }

    @Test
    void theSameIsShownAfterARestart() {
        write("a.md", "one");
        write("b/c.md", "two");
        Listing before = source.list(Scope.ALL);
        source.close();
        source = open();
        assertThat(source.list(Scope.ALL)).isEqualTo(before);
    }

    @Test
    void whatIsDeletedIsGone() {
        write("a.md", "one");
        write("b.md", "two");
        delete("a.md");
        assertThat(ids(Scope.ALL)).containsExactly("b.md");
        assertThat(fetch("a.md")).isInstanceOf(Fetched.Gone.class);
        assertThat(fetch("never.md")).isInstanceOf(Fetched.Gone.class);
    }

    @Test
    void whatIsRenamedIsFoundUnderItsNewIdWithTheSameContent() {
        write("a.md", "one");
        rename("a.md", "b/c.md");
        assertThat(ids(Scope.ALL)).containsExactly("b/c.md");
        assertThat(fetch("a.md")).isInstanceOf(Fetched.Gone.class);
        assertThat(fetch("b/c.md"))
                .isInstanceOfSatisfying(
                        Fetched.Found.class,
                        found -> assertThat(found.content().text()).isEqualTo("one"));
    }

    @Test
    void whatCannotBeReadIsNeverShownAsGone() {
        write("a.md", "one");
        write("b.md", "two");
        assumeTrue(makeUnreadable("a.md"), "here everything can be read");
        Listing listing = source.list(Scope.ALL);
        boolean listed =
                listing.entries().stream().anyMatch(e -> e.document().value().equals("a.md"));
        boolean unread = listing.unread().stream().anyMatch(s -> "a.md".startsWith(s.path()));
        assertThat(listed || unread).isTrue();
        assertThat(fetch("a.md")).isInstanceOf(Fetched.Unreadable.class);
        assertThat(fetch("b.md")).isInstanceOf(Fetched.Found.class);
        write("a.md", "three");
        assertThat(fetch("a.md")).isInstanceOf(Fetched.Found.class);
        assertThat(ids(Scope.ALL)).containsExactly("a.md", "b.md");
    }

    @Test
    void aPlaceThatIsGoneIsAFailureAndNotEmpty() {
        write("a.md", "one");
        removeRoot();
        assertThatThrownBy(() -> source.list(Scope.ALL)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> source.list(under("a.md"))).isInstanceOf(Unavailable.class);
    }

    @Test
    void theRootIsTheSameAsLongAsThePlaceIs() {
        String root = source.list(Scope.ALL).root();
        write("a.md", "one");
        assertThat(source.list(Scope.ALL).root()).isEqualTo(root);
        assertThat(source.list(under("a.md")).root()).isEqualTo(root);
    }

    @Test
    void whoeverWatchesIsToldWhereToLook() throws InterruptedException {
        write("a.md", "one");
        write("b/c.md", "two");
        BlockingQueue<Scope> hints = new LinkedBlockingQueue<>();
        source.watch(hints::add);
        write("a.md", "one, changed");
        awaitHint(hints, "a.md");
        write("d/e/f.md", "new");
        awaitHint(hints, "d/e/f.md");
        delete("b/c.md");
        awaitHint(hints, "b/c.md");
        rename("a.md", "g/h.md");
        awaitHint(hints, "a.md", "g/h.md");
    }

    private static void awaitHint(BlockingQueue<Scope> hints, String... ids)
            throws InterruptedException {
        List<DocumentId> open = new ArrayList<>(Arrays.stream(ids).map(DocumentId::new).toList());
        while (!open.isEmpty()) {
            Scope hint = hints.poll(HINT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(hint).as("a hint where to look; open=" + open).isNotNull();
            open.removeIf(hint::holds);
        }
    }
}
