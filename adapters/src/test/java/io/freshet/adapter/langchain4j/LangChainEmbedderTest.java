package io.freshet.adapter.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.contract.EmbedderContract;
import io.freshet.spi.Embedder;
import io.freshet.spi.Embedder.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LangChainEmbedderTest extends EmbedderContract {
    private static final Embedder.Limits LIMITS =
            new Embedder.Limits(100, 10_000, 4, Duration.ofSeconds(7));

    private static final LangChainSettings SETTINGS =
            new LangChainSettings(
                    "built", 3, "passage: ", "query: ", 512, LIMITS, Optional.empty());

    @Override
    protected Embedder embedder() {
        return embedder(BuiltModel.class, Map.of());
    }

    private static LangChainEmbedder embedder(Class<?> type, Map<String, String> builder) {
        return LangChainEmbedder.of(
                new ModelClass(type.getName(), new LinkedHashMap<>(builder)), SETTINGS);
    }

    /// A model as LangChain4j's own are: made by a builder. Its vector tells what it was asked.
    public static final class BuiltModel implements EmbeddingModel {
        private final Builder told;

        private BuiltModel(Builder told) {
            this.told = told;
        }

        public static Builder builder() {
            return new Builder();
        }

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            List<Embedding> answer = new ArrayList<>();
            for (TextSegment segment : segments) {
                told.fail(segment.text());
                float[] vector = {
                    segment.text().length(),
                    segment.text().startsWith("query: ") ? 2 : 1,
                    told.retries
                };
                answer.add(new Embedding(vector));
            }
            return new Response<>(answer, new TokenUsage(segments.size() * 5), null);
        }

        /// What it is told.
        static final class Builder {
            private int retries = 3;
            private Duration timeout = Duration.ZERO;
            private String key = "";

            public Builder maxRetries(Integer value) {
                retries = value + 1;
                return this;
            }

            public Builder timeout(Duration value) {
                timeout = value;
                return this;
            }

            public Builder apiKey(String value) {
                key = value;
                return this;
            }

            public Builder listeners(List<String> values) {
                return this;
            }

            public BuiltModel build() {
                return new BuiltModel(this);
            }

            private void fail(String text) {
                switch (text.replace("passage: ", "")) {
                    case "timeout?" -> throw new IllegalStateException("timeout=" + timeout);
                    case "key?" -> throw new IllegalStateException("key=" + key);
                    case "refused" -> throw new InvalidRequestException("too long");
                    case "busy" -> throw new RateLimitException("busy");
                    case "key" -> throw new AuthenticationException("no such key");
                    default -> {}
                }
            }
        }
    }

    /// Supplies a model, as somebody's own class would.
    public static final class Supplied implements Supplier<EmbeddingModel> {
        @Override
        public EmbeddingModel get() {
            return BuiltModel.builder().maxRetries(4).build();
        }
    }

    /// Answers one vector whatever it is asked.
    public static final class OneForAll implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return new Response<>(List.of(new Embedding(new float[] {1, 2, 3})));
        }
    }

    /// Answers nothing.
    public static final class Silent implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return null;
        }
    }

    @Test
    void aModelIsMadeByItsBuilderWithItsOwnRetriesOff() {
        try (var embedder = embedder(BuiltModel.class, Map.of("apiKey", "k-1"))) {
            var answer = embedder.embed(List.of("abc", "abcde"), Purpose.DOCUMENT);

            assertThat(answer.tokens()).isEqualTo(10);
            assertThat(answer.items().get(0).values()).containsExactly(12, 1, 1);
            assertThat(answer.items().get(1).index()).isEqualTo(1);
            assertThat(embedder.embed(List.of("abc"), Purpose.QUERY).items().getFirst().values())
                    .containsExactly(10, 2, 1);
            assertThatThrownBy(() -> embedder.embed(List.of("timeout?"), Purpose.DOCUMENT))
                    .hasMessageContaining("timeout=PT7S");
            assertThatThrownBy(() -> embedder.embed(List.of("key?"), Purpose.DOCUMENT))
                    .hasMessageContaining("key=k-1");
        }
    }

    @Test
    void aTimeMayBeWrittenAsEverywhereElse() {
        try (var embedder = embedder(BuiltModel.class, Map.of("timeout", "90s"))) {
            assertThatThrownBy(() -> embedder.embed(List.of("timeout?"), Purpose.DOCUMENT))
                    .hasMessageContaining("timeout=PT1M30S");
        }
    }

    @Test
    void aClassOfOnesOwnSuppliesTheModel() {
        try (var embedder = embedder(Supplied.class, Map.of())) {
            assertThat(embedder.embed(List.of("a"), Purpose.DOCUMENT).items().getFirst().values())
                    .containsExactly(10, 1, 5);
        }
    }

    @Test
    void aRefusedTextIsToldFromAModelThatDoesNotAnswer() {
        try (var embedder = embedder(BuiltModel.class, Map.of())) {
            assertThatThrownBy(() -> embedder.embed(List.of("refused"), Purpose.DOCUMENT))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("too long");
            for (String text : List.of("busy", "key")) {
                assertThatThrownBy(() -> embedder.embed(List.of(text), Purpose.DOCUMENT))
                        .isInstanceOf(Unavailable.class);
            }
        }
        assertThatThrownBy(
                        () ->
                                embedder(Silent.class, Map.of())
                                        .embed(List.of("a"), Purpose.DOCUMENT))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("answered nothing");
    }

    /// The caller's check finds it, as with every embedder.
    @Test
    void fewerVectorsThanTextsAreHandedOnAsTheyAre() {
        try (var embedder = embedder(OneForAll.class, Map.of())) {
            assertThat(embedder.embed(List.of("a", "b"), Purpose.DOCUMENT).items()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apikey", "listeners", "build"})
    void aSettingThatIsNoneOfTheBuildersIsNamedWithThoseThatAre(String name) {
        assertThatThrownBy(() -> embedder(BuiltModel.class, Map.of(name, "x")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("settings." + name)
                .hasMessageContaining("[apiKey, maxRetries, timeout]");
    }

    @Test
    void whatCannotBeMadeSaysWhy() {
        assertThatThrownBy(() -> embedder(BuiltModel.class, Map.of("maxRetries", "many")))
                .hasMessageContaining("settings.maxRetries takes a Integer");
        assertThatThrownBy(() -> embedder(String.class, Map.of()))
                .hasMessageContaining("is no EmbeddingModel");
        assertThatThrownBy(() -> embedder(Silent.class, Map.of("apiKey", "k")))
                .hasMessageContaining("settings are for a class with a static method builder()");
        assertThatThrownBy(
                        () ->
                                LangChainEmbedder.of(
                                        new ModelClass("com.example.None", new LinkedHashMap<>()),
                                        SETTINGS))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("FRESHET_CLASSPATH")
                .hasMessageContaining("class=com.example.None");
    }
}
