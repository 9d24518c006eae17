package io.freshet.sim;

import io.freshet.contract.SourceContract;
import io.freshet.spi.Source;
import java.time.Duration;
import java.time.Instant;

final class MemorySourceTest extends SourceContract {
    private final MemorySource.Place place = new MemorySource.Place(() -> Instant.EPOCH);

    @Override
    protected Source open() {
        Duration second = Duration.ofSeconds(1);
        return new MemorySource("memory", place, new Source.Pace(Duration.ZERO, second, second));
    }

    @Override
    protected void write(String id, String text) {
        place.write(id, text);
    }

    @Override
    protected void delete(String id) {
        place.delete(id);
    }

    @Override
    protected void rename(String from, String to) {
        place.rename(from, to);
    }

    @Override
    protected boolean makeUnreadable(String id) {
        place.makeUnreadable(id);
        return true;
    }

    @Override
    protected void removeRoot() {
        place.fail("the place is gone");
    }
}
