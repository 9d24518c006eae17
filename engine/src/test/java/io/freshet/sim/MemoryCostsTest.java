package io.freshet.sim;

import io.freshet.contract.CostsContract;
import io.freshet.spi.Costs;

class MemoryCostsTest extends CostsContract {
    private final MemoryCosts.State state = new MemoryCosts.State();

    @Override
    protected Costs open() {
        return new MemoryCosts(state);
    }
}
