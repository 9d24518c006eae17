package io.freshet.sim;

import io.freshet.contract.StoreReadContract;
import io.freshet.spi.Store;

final class MemoryStoreReadTest extends StoreReadContract {
    private final MemoryStore.Disk disk = new MemoryStore.Disk();

    @Override
    protected Store open() {
        return new MemoryStore("memory", disk);
    }
}
