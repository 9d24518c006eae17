package io.freshet.adapter.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Text;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Any embedding model of LangChain4j. Each call is one call of the model, whose own retries are
/// off where it can be told so. What it answers is as little believed as every other answer. Safe
/// for any thread where the model is.
///
/// LangChain4j does not tell when a provider wants to be asked again, so after a failure the pause
/// is one that grows.
public final class LangChainEmbedder implements Embedder {
    private final EmbeddingModel model;
    private final LangChainSettings settings;
    private final boolean isOurs;
    private final EmbeddingSpace space;

    private LangChainEmbedder(EmbeddingModel model, LangChainSettings settings, boolean isOurs) {
        this.model = model;
        this.settings = settings;
        this.isOurs = isOurs;
        this.space =
                new EmbeddingSpace(
                        settings.model(),
                        settings.dimensions(),
                        "provider",
                        false,
                        "provider",
                        settings.documentPrefix(),
                        settings.queryPrefix(),
                        settings.inputTokensMax(),
                        "");
    }

    /// Over a model that somebody has made, and closes. Its retries are as it was made.
    public static LangChainEmbedder of(EmbeddingModel model, LangChainSettings settings) {
        return new LangChainEmbedder(model, settings, false);
    }

    /// Makes the model. Asks it for nothing yet.
    ///
    /// @throws Unavailable where it cannot be made, with the reason
    public static LangChainEmbedder of(ModelClass type, LangChainSettings settings) {
        try {
            return new LangChainEmbedder(MadeModel.of(type, settings.limits()), settings, true);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            boolean isMissing = e instanceof ClassNotFoundException || e instanceof LinkageError;
            throw new Unavailable(
                    "the model cannot be made: "
                            + (isMissing
                                    ? "a class is missing: give the jars of the model and of"
                                            + " langchain4j-core in FRESHET_CLASSPATH: "
                                    : "")
                            + e.getMessage()
                            + "; class="
                            + type.name(),
                    e);
        }
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public String endpoint() {
        return "langchain4j";
    }

    /// Most of them ask another machine, and which model answers there is not told.
    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public Optional<Price> price() {
        return settings.price();
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return purpose == Purpose.QUERY ? World.Lane.REMOTE_QUERY : World.Lane.REMOTE_EMBED;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        String prefix =
                purpose == Purpose.QUERY ? settings.queryPrefix() : settings.documentPrefix();
        List<TextSegment> segments =
                texts.stream()
                        .map(text -> TextSegment.from(Text.wellFormed(prefix + text)))
                        .toList();
        return read(asked(segments));
    }

    private Response<List<Embedding>> asked(List<TextSegment> segments) {
        try {
            return model.embedAll(segments);
        } catch (InvalidRequestException | IllegalArgumentException e) {
            throw new Refused("the model refuses a text: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new Unavailable("the model did not answer: " + e, e);
        }
    }

    /// The model's code is somebody else's: it may answer with nothing at all.
    private static Answer read(Response<List<Embedding>> response) {
        List<Embedding> embeddings =
                Optional.ofNullable(response)
                        .map(Response::content)
                        .orElseThrow(
                                () -> new Unavailable("the model answered nothing", Duration.ZERO));
        List<Item> items = new ArrayList<>();
        for (Embedding embedding : embeddings) {
            float[] values = embedding == null ? new float[0] : embedding.vector();
            items.add(new Item(items.size(), values == null ? new float[0] : values));
        }
        long tokens =
                Optional.ofNullable(response.tokenUsage())
                        .map(TokenUsage::totalTokenCount)
                        .orElse(0);
        return new Answer(items, tokens);
    }

    /// LangChain4j's models cannot be closed, but for those that say so.
    @Override
    public void close() {
        if (isOurs && model instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new Unavailable("the model does not close: " + e, e);
            }
        }
    }
}
