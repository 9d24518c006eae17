package io.freshet.library.config;

import io.freshet.Backlog;
import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.DocumentLimits;
import io.freshet.Price;
import io.freshet.Prices;
import io.freshet.spi.Source;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that is configured, valid and with its defaults filled in. Immutable.
///
/// @param autoCreateCollections whether an event for an unknown collection makes it
/// @param embedders by name
/// @param rerankers by name
/// @param collections those with a section of their own
/// @param prices of models, those that come with Freshet and the user's
/// @param webhookAddresses where webhooks may be posted to, beside public addresses
/// @param lines every key in force as `key: value`, and where it comes from
public record Config(
        Server server,
        boolean autoCreateCollections,
        SortedMap<String, Embedder> embedders,
        SortedMap<String, Reranker> rerankers,
        Collection collectionDefaults,
        SortedMap<CollectionName, Collection> collections,
        Limits limits,
        AllowedAddresses webhookAddresses,
        Prices prices,
        List<Line> lines) {
    public Config {
        embedders = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(embedders));
        rerankers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rerankers));
        collections = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(collections));
        lines = List.copyOf(lines);
    }

    /// How a collection is kept, also one without a section of its own.
    public Collection collection(CollectionName name) {
        return collections.getOrDefault(name, collectionDefaults);
    }

    /// @param host `localhost` stands for both loopback addresses
    /// @param port 0 takes a free one
    /// @param allowUnauthenticated whether others than this machine may come in without a token
    public record Server(
            String host,
            int port,
            Path dataDir,
            List<String> allowedHosts,
            List<String> allowedOrigins,
            boolean allowUnauthenticated) {
        public Server {
            allowedHosts = List.copyOf(allowedHosts);
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /// What an embedder's model costs; none where nobody knows.
    static Optional<Price> price(Embedder embedder, Prices prices) {
        return switch (embedder) {
            case BuiltIn _, Onnx _ -> Optional.of(Price.FREE);
            case LangChain other -> prices.of(other.model());
            case OpenAi remote -> prices.of(remote.model());
            case Own own -> own.embedder().price().or(() -> prices.of(own.model()));
        };
    }

    /// What the model of an embedder costs; none where nobody knows.
    public Optional<Price> price(Embedder embedder) {
        return price(embedder, prices);
    }

    /// How a model is asked.
    public sealed interface Embedder {
        /// Its model, as its embedding space calls it.
        String model();
    }

    /// A model that runs inside the server.
    ///
    /// @param model one of those that come with it
    public record BuiltIn(String model) implements Embedder {}

    /// A model of the user's that runs inside the server.
    ///
    /// @param path absolute, of the directory that holds it
    /// @param model its name in its embedding space
    /// @param pooling as `Pooling` labels it
    /// @param dimensions that are kept of a vector; 0 for all
    public record Onnx(
            Path path,
            String model,
            String pooling,
            boolean normalise,
            int dimensions,
            String documentPrefix,
            String queryPrefix,
            int inputTokensMax)
            implements Embedder {}

    /// A program's own, with limits and an embedding space of its own.
    public record Own(io.freshet.spi.Embedder embedder) implements Embedder {
        @Override
        public String model() {
            return embedder.space().model();
        }
    }

    /// A model of LangChain4j.
    public record LangChain(
            LangChainOrigin origin,
            String model,
            int dimensions,
            String documentPrefix,
            String queryPrefix,
            int inputTokensMax,
            int batchTextsMax,
            int batchTokensMax,
            int concurrencyMax,
            Duration requestTimeout)
            implements Embedder {}

    /// A model behind endpoints of OpenAI's shape.
    ///
    /// @param shorten whether requests say how many dimensions are wanted
    /// @param revision tells a model from what it was before under the same name; empty at first
    /// @param concurrencyMax requests of one collection in flight
    /// @param endpoints at least one, the best first; their names differ
    public record OpenAi(
            String model,
            int dimensions,
            boolean shorten,
            Wording wording,
            String revision,
            int inputTokensMax,
            int batchTextsMax,
            int batchTokensMax,
            int concurrencyMax,
            Duration connectTimeout,
            Duration requestTimeout,
            List<Endpoint> endpoints)
            implements Embedder {
        public OpenAi {
            endpoints = List.copyOf(endpoints);
        }
    }

    /// How a request says what it is about; each may be empty.
    ///
    /// @param dimensionsField what the number of dimensions is called
    /// @param documentInputType sent as `input_type` with documents
    /// @param queryInputType and with questions
    public record Wording(
            String documentPrefix,
            String queryPrefix,
            String dimensionsField,
            String documentInputType,
            String queryInputType) {}

    /// @param url that `/embeddings` is added to
    /// @param access how it lets one in
    /// @param model what the model is called there
    /// @param deployment of Azure's shape, where it is not empty
    /// @param apiVersion sent along as `api-version` unless it is empty
    /// @param tokensPerMinuteMax of the account; 0 where none is known
    public record Endpoint(
            String name,
            URI url,
            Access access,
            String model,
            String deployment,
            String apiVersion,
            int tokensPerMinuteMax) {}

    /// @param key empty where none is needed
    /// @param keyName where the key stands, for messages
    /// @param keyPrefixes one of which the key begins with; empty where that is not known
    /// @param keyHeader the header that it is sent in as it is; empty: as a bearer token
    public record Access(Secret key, String keyName, List<String> keyPrefixes, String keyHeader) {
        public Access {
            keyPrefixes = List.copyOf(keyPrefixes);
        }
    }

    /// @param type `http`, `voyage` or `tei`: how it is asked
    /// @param url of the endpoint, whole
    /// @param model empty for the endpoint's own
    /// @param documentsMax most candidates of one search
    public record Reranker(
            String type,
            URI url,
            String model,
            Secret key,
            Duration requestTimeout,
            int documentsMax) {}

    /// @param embedder the name of one of [Config#embedders]
    /// @param folders that it follows
    public record Collection(String embedder, CollectionSettings settings, List<Folder> folders) {
        public Collection {
            folders = List.copyOf(folders);
        }
    }

    /// A folder that a collection follows.
    ///
    /// @param name of the source, within its collection
    /// @param path absolute
    /// @param prefix that the ids of its documents begin with
    /// @param include patterns of what is taken; empty for all
    /// @param exclude patterns of what is not
    public record Folder(
            String name,
            Path path,
            String prefix,
            List<String> include,
            List<String> exclude,
            boolean followLinks,
            Source.Pace pace) {
        public Folder {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }

    /// What nobody may go beyond.
    ///
    /// @param budget of all collections together
    public record Limits(
            Rate rate, Budget budget, Backlog backlog, Sizes sizes, int subscribersMax) {}

    /// How many events each client may send.
    ///
    /// @param eventsPerSecond in the long run; 0 for as many as it likes
    /// @param burst at once
    public record Rate(int eventsPerSecond, int burst) {}

    /// In bytes.
    public record Sizes(int body, DocumentLimits documents, int frame) {}

    /// One key as it is in force.
    ///
    /// @param origin such as `freshet.yaml:12`, `FRESHET_PORT`, `--port` or `default`
    public record Line(String key, List<String> values, boolean isList, String origin) {
        public Line {
            values = List.copyOf(values);
        }

        /// As YAML has it.
        public String shown() {
            return isList ? values.toString() : values.getFirst();
        }
    }
}
