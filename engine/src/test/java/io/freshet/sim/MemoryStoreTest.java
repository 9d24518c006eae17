package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Unavailable;
import io.freshet.contract.StoreContract;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Applied;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {
    private final MemoryStore.Disk disk = new MemoryStore.Disk();

    @Override
    protected Store open() {
        return new MemoryStore("memory", disk);
    }

    @Test
    void aCrashLosesTheNewestPublishedStates() {
        var store = new MemoryStore("memory", disk);
        for (int version = 1; version <= 5; version++) {
            store.publish("h", version);
        }

        disk.lose(2);

        assertThat(new MemoryStore("memory", disk).applied()).isEqualTo(new Applied("h", 3, 0));
    }

    @Test
    void aCrashMayLoseEverything() {
        new MemoryStore("memory", disk).publish("h", 1);

        disk.lose(10);

        assertThat(new MemoryStore("memory", disk).applied()).isEqualTo(new Applied("", 0, 0));
    }

    @Test
    void anInstanceIsClosedWhenTheNextOneOpens() {
        var crashed = new MemoryStore("memory", disk);
        new MemoryStore("memory", disk);

        assertThatThrownBy(() -> crashed.write(List.of(), List.of()))
                .isInstanceOf(Unavailable.class);
    }
}
