package io.freshet.sim;

import io.freshet.contract.RerankerContract;
import io.freshet.spi.Reranker;
import java.util.List;

/// The fake keeps the contract too.
final class ScriptedRerankerTest extends RerankerContract {
    @Override
    protected Reranker reranker() {
        return new ScriptedReranker();
    }

    @Override
    protected Reranker answering(List<Reranker.Score> answer) {
        ScriptedReranker reranker = new ScriptedReranker();
        reranker.script(_ -> answer);
        return reranker;
    }

    @Override
    protected Reranker hanging() {
        ScriptedReranker reranker = new ScriptedReranker();
        reranker.hang();
        return reranker;
    }
}
