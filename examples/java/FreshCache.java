import io.freshet.client.Content;
import io.freshet.client.DocumentSummary;
import io.freshet.client.FreshetApiException;
import io.freshet.client.FreshetClient;
import io.freshet.client.FreshetCollection;
import io.freshet.client.IndexUpdate;
import io.freshet.client.Status;
import io.freshet.client.Subscriber;
import io.freshet.client.Subscription;
import io.freshet.client.Write;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cache that is kept fresh from the feed: nothing in it expires, and nothing in it is stale for
 * long.
 */
class FreshCache implements AutoCloseable {
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final FreshetCollection collection;
    private final Subscription subscription;

    FreshCache(FreshetCollection collection) {
        this.collection = collection;
        // The place first, then the content: what changes in between is told again, and nothing is
        // missed.
        Status place = collection.status();
        fill();
        subscription =
                collection.subscribe(
                        Subscriber.onUpdate(this::apply)
                                .onGap(gap -> fill())
                                .onError(
                                        e ->
                                                System.err.println(
                                                        "the cache is not kept any more: " + e))
                                .sinceVersion(place.indexVersion(), place.history()));
    }

    String text(String documentId) {
        return texts.getOrDefault(documentId, "(not there)");
    }

    private void fill() {
        texts.clear();
        for (DocumentSummary document : collection.documents()) {
            read(document.documentId());
        }
    }

    private void apply(IndexUpdate update) {
        if (update.isDelete()) {
            texts.remove(update.documentId());
        } else {
            read(update.documentId());
        }
    }

    private void read(String documentId) {
        try {
            texts.put(documentId, collection.get(documentId).text());
        } catch (FreshetApiException e) {
            if (!e.code().equals("unknown_document")) {
                throw e;
            }
            texts.remove(documentId); // deleted since; the feed will say so
        }
    }

    @Override
    public void close() {
        subscription.close();
    }

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "http://localhost:8765";
        Write visible = Write.await(Duration.ofSeconds(30));
        try (FreshetClient client = FreshetClient.connect(url)) {
            FreshetCollection prices = client.collection("fresh-cache-java");
            prices.put("tea", Content.text("Tea is 2 euros."), visible);
            try (FreshCache cache = new FreshCache(prices)) {
                System.out.println(cache.text("tea"));

                prices.put("tea", Content.text("Tea is 3 euros."), visible);
                cache.until("tea", "Tea is 3 euros.");
                prices.delete("tea", visible);
                cache.until("tea", "(not there)");
            }
        }
    }

    /** The feed follows within milliseconds; a demonstration has to wait for them. */
    private void until(String documentId, String expected) throws InterruptedException {
        while (!text(documentId).equals(expected)) {
            Thread.sleep(10);
        }
        System.out.println(text(documentId));
    }
}
