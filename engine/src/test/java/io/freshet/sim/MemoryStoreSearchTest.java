package io.freshet.sim;

import io.freshet.contract.StoreSearchContract;
import io.freshet.spi.Store;

final class MemoryStoreSearchTest extends StoreSearchContract {
    private final MemoryStore.Disk disk = new MemoryStore.Disk();

    @Override
    protected Store open() {
        return new MemoryStore("memory", disk);
    }
}
