package io.freshet.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunked;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.benchmarks.running.RunningServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WordsTest {
    private final Fresh fresh = new Fresh(RunningServer.extractor());

    @Test
    void aWordThatTheOtherLacksIsNamed() {
        assertThat(Words.onlyIn(cut("A loan ends.\n"), cut("A lease ends.\n"))).contains("loan");
        assertThat(Words.onlyIn(cut("A loan ends.\n"), Optional.empty())).contains("ends");
        assertThat(Words.onlyIn(Optional.empty(), cut("A loan ends.\n"))).isEmpty();
    }

    @Test
    void whatStandsInAnotherWordOrInAnotherCaseIsKnown() {
        assertThat(Words.onlyIn(cut("A loan ends."), cut("Loan and ends_with"))).isEmpty();
    }

    @Test
    void whatASearchWouldTakeForPartOfALongerWordIsNoWord() {
        assertThat(Words.onlyIn(cut("See www.example.org or `some_name`."), Optional.empty()))
                .isEmpty();
    }

    private Optional<Chunked> cut(String text) {
        return Optional.of(fresh.cut(new Content(Format.MARKDOWN, text)));
    }
}
