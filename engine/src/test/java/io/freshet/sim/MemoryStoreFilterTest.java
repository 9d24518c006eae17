package io.freshet.sim;

import io.freshet.contract.StoreFilterContract;
import io.freshet.spi.Store;

final class MemoryStoreFilterTest extends StoreFilterContract {
    private final MemoryStore.Disk disk = new MemoryStore.Disk();

    @Override
    protected Store open() {
        return new MemoryStore("memory", disk);
    }
}
