package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Priority;
import io.freshet.SpentFor;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Meter;
import io.freshet.planner.Tokens;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.MemoryCosts;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Costs;
import io.freshet.spi.Embedder.Purpose;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final Price DEAR = new Price(new BigDecimal("0.13"), "2026-01-01", "a page");

    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final MemoryCosts.State disk = new MemoryCosts.State();
    private int writes;
    private Budget budget = Budget.NONE;
    private Accounting accounting =
            new Accounting(new MemoryCosts(disk), Budget.NONE, Instant.EPOCH, () -> writes++);
    private final CountingEmbedder model = new CountingEmbedder();

    private AskedEmbedder embedder(Price price) {
        return embedder(Optional.of(price));
    }

    private AskedEmbedder embedder(Optional<Price> price) {
        model.price(price);
        return new AskedEmbedder(
                Endpoints.of(model, new Limiter(0)),
                world,
                accounting.meter(DOCS, world, budget),
                SpentFor.EVENTS);
    }

    private void crash() {
        accounting =
                new Accounting(new MemoryCosts(disk), Budget.NONE, Instant.EPOCH, () -> writes++);
    }

    private List<CostEntry> entries() {
        return accounting.report(FIRST, FIRST.plusDays(1)).costs();
    }

    private Cost cost() {
        return entries().stream().map(CostEntry::cost).reduce(Cost.NONE, Cost::plus);
    }

    @Test
    void anAnswerIsCountedAsTheProviderCountedItAndOutlivesACrash() {
        embedder(DEAR).embed(List.of("one two", "three"), Purpose.DOCUMENT);
        crash();
        assertThat(entries())
                .containsExactly(
                        new CostEntry(
                                new CostEntry.Kind(
                                        FIRST, DOCS, SpentFor.EVENTS, "counting", "local"),
                                new Cost(
                                        1,
                                        2,
                                        model.tokens(),
                                        0,
                                        0,
                                        DEAR.of(model.tokens()),
                                        Cost.Failed.NONE)));
        assertThat(cost().money().usd()).isEqualByComparingTo("0.00000091");
    }

    @Test
    void whatTheProviderDidNotCountIsEstimatedAndSaysSo() {
        model.withoutUsage();
        embedder(DEAR).embed(List.of("one two three"), Purpose.DOCUMENT);
        assertThat(cost().tokens()).isEqualTo(Tokens.count("one two three"));
        assertThat(cost().estimated()).isEqualTo(cost().tokens());
    }

    @Test
    void aModelWithoutAPriceIsUnknownAndNotFree() {
        embedder(Optional.empty()).embed(List.of("one"), Purpose.DOCUMENT);
        assertThat(cost().isKnown()).isFalse();
        assertThat(cost().unpriced()).isEqualTo(model.tokens());
    }

    @Test
    void aWrongAnswerWasPaidForAndAFailedRequestWasNot() {
        model.misbehave(new EmbedderFault.TooFew());
        assertThatThrownBy(() -> embedder(DEAR).embed(List.of("one", "two"), Purpose.DOCUMENT))
                .isInstanceOf(Refused.class);
        assertThat(cost().money()).isEqualTo(DEAR.of(model.tokens()));
        Cost before = cost();
        model.misbehave(
                new EmbedderFault.Fails(
                        "three", () -> new Unavailable("down", Duration.ofSeconds(1))));
        assertThatThrownBy(() -> embedder(DEAR).embed(List.of("three"), Purpose.DOCUMENT))
                .isInstanceOf(Unavailable.class);
        assertThat(cost()).isEqualTo(before.plus(Cost.failed(1, 1)));
    }

    @Test
    void questionsAndWhatCostsNothingAreWrittenSoonAndByThemselves() {
        embedder(DEAR).embed(List.of("how"), Purpose.QUERY);
        embedder(Price.FREE).embed(List.of("here"), Purpose.DOCUMENT);
        assertThat(writes).isEqualTo(1);
        accounting.write();
        crash();
        assertThat(entries())
                .extracting(entry -> entry.kind().cause())
                .containsExactly(SpentFor.EVENTS, SpentFor.QUERY);
        embedder(DEAR).embed(List.of("lost"), Purpose.QUERY);
        crash();
        assertThat(cost().requests()).isEqualTo(2);
    }

    @Test
    void whereNothingCanBeNotedNothingIsAskedForAtAPriceAndQuestionsGoOn() {
        Costs full =
                PortProxy.of(
                        Costs.class,
                        new MemoryCosts(disk),
                        call -> {
                            if (call.name().equals("asking")) {
                                throw new Unavailable("disk full", Duration.ofSeconds(5));
                            }
                            return call.proceed();
                        });
        accounting = new Accounting(full, Budget.NONE, Instant.EPOCH, () -> writes++);
        AskedEmbedder asked = embedder(DEAR);
        assertThatThrownBy(() -> asked.embed(List.of("one"), Purpose.DOCUMENT))
                .hasMessage("disk full");
        assertThat(accounting.meter(DOCS, world, budget).held(Priority.CRITICAL, Optional.of(DEAR)))
                .isPresent();
        assertThat(model.requestCount()).isZero();
        asked.embed(List.of("how"), Purpose.QUERY);
        assertThat(model.requestCount()).isEqualTo(1);
    }

    @Test
    void whatWasInFlightAtACrashCountsAsItWasEstimated() {
        accounting
                .meter(DOCS, world, budget)
                .asking(
                        new Meter.Asked(
                                SpentFor.REFRESH,
                                Priority.NORMAL,
                                "m",
                                "api.example.com",
                                Optional.of(DEAR),
                                List.of("one two")));
        crash();
        assertThat(cost()).isEqualTo(new Cost(1, 1, 2, 2, 0, DEAR.of(2), Cost.Failed.NONE));
    }

    @Test
    void aReportWaitsForWhatIsOnItsWayIntoTheRecord() throws InterruptedException {
        CountDownLatch adds = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Costs slow =
                PortProxy.of(
                        Costs.class,
                        new MemoryCosts(disk),
                        call -> {
                            if (call.name().equals("add")) {
                                adds.countDown();
                                goOn.await();
                            }
                            return call.proceed();
                        });
        accounting = new Accounting(slow, Budget.NONE, Instant.EPOCH, () -> writes++);
        embedder(DEAR).embed(List.of("a question"), Purpose.QUERY);
        Thread writer = Thread.ofPlatform().start(accounting::write);
        adds.await();
        AtomicLong requests = new AtomicLong();
        Thread reporter = Thread.ofPlatform().start(() -> requests.set(cost().requests()));
        while (reporter.getState() != Thread.State.WAITING && reporter.isAlive()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        writer.join();
        reporter.join();
        assertThat(requests).hasValue(1);
    }
}
