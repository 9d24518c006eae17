package io.freshet.sim;

import io.freshet.contract.VectorsContract;
import io.freshet.spi.Vectors;

final class MemoryVectorsTest extends VectorsContract {
    private final MemoryVectors.State state = new MemoryVectors.State();

    @Override
    protected Vectors open() {
        return new MemoryVectors(state);
    }
}
