package io.freshet.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.Announcement;
import io.freshet.DocumentId;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.contract.Edits;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final int VERSIONS = 2_000;

    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("h1"));
    private final Edits edits = new Edits(ledger);
    private final Feed feed = new Feed(ledger, "h1", 0);

    private void versions(int count) {
        for (int i = 0; i < count; i++) {
            edits.put("d" + i % 3, "text " + i);
        }
        feed.announce(ledger.head().version());
    }

    @Test
    @Tag("I9")
    void aReaderThatRetentionPassesIsToldOfTheGap() {
        versions(VERSIONS);
        Position early = feed.read(Position.complete("h1", 0), 7).getLast().position();

        ledger.prune(1_500, Integer.MAX_VALUE);

        assertThatExceptionOfType(Feed.Gap.class)
                .isThrownBy(() -> feed.read(early, 100))
                .satisfies(
                        gap ->
                                assertThat(gap.expired())
                                        .isEqualTo(new Feed.Resume.Expired(1_500, VERSIONS)));
        assertThat(feed.read(feed.oldest(), 10).getFirst().position().version()).isEqualTo(1_500);
    }

    @Test
    @Tag("I9")
    void whatWasPurgedIsNoGapToOneWhoReadsFromBefore() {
        edits.done(edits.upsert("a", "one"), edits.upsert("b", "two"), edits.upsert("c", "three"));
        edits.put("a", "alone");
        edits.put("c", "four");
        feed.announce(3);
        Position within = feed.read(Position.complete("h1", 0), 1).getLast().position();
        Feed anew = new Feed(ledger, "h1", 3);

        ledger.purge(new Purge("", List.of(new DocumentId("a")), Instant.EPOCH));
        anew.announce(4);

        assertThat(places(anew, Position.complete("h1", 0)))
                .containsExactly("1-2", "1-3", "1-", "2-", "3-1", "3-", "4-1", "4-");
        assertThat(places(anew, within)).startsWith("1-2", "1-3", "1-", "2-");
    }

    private static List<String> places(Feed feed, Position since) {
        List<String> places = new ArrayList<>();
        Position position = since;
        for (List<Announcement> page = feed.read(position, 2);
                !page.isEmpty();
                page = feed.read(position, 2)) {
            page.forEach(entry -> places.add(entry.position().toString().substring(3)));
            position = page.getLast().position();
        }
        return places;
    }

    @Test
    @Tag("I9")
    void whoeverReadsInPagesOfAnySizeSeesEachEntryOnceAndInOrder() {
        versions(300);
        List<Announcement> whole = ledger.changes(Position.complete("h1", 0), 300, 10_000);
        for (int limit : new int[] {1, 2, 7, 1_000}) {
            List<Announcement> seen = new ArrayList<>();
            Position position = Position.complete("h1", 0);
            for (List<Announcement> page = feed.read(position, limit);
                    !page.isEmpty();
                    page = feed.read(position, limit)) {
                seen.addAll(page);
                position = page.getLast().position();
            }
            assertThat(seen).isEqualTo(whole);
        }
    }
}
