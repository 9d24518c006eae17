import io.freshet.client.Accepted;
import io.freshet.client.Event;
import io.freshet.client.FreshetClient;
import io.freshet.client.FreshetCollection;
import io.freshet.client.Hit;
import io.freshet.client.Loaded;
import io.freshet.client.SearchRequest;
import java.util.Map;
import java.util.stream.Stream;

/** An application that indexes its own records, from its own save method, and searches them. */
class RecordSearch {
    record Product(String id, String name, String description, double price, long revision) {
        /**
         * What is embedded is the text; what is filtered by is metadata. A late older revision is
         * ignored.
         */
        Event event() {
            return Event.update("products/" + id, "# " + name + "\n\n" + description)
                    .metadata(Map.of("price", price))
                    .sourceVersion(revision)
                    .eventId(id + "@" + revision);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "http://localhost:8765";
        try (FreshetClient client = FreshetClient.builder().url(url).retries(3).build()) {
            FreshetCollection products = client.collection("record-search-java");

            // Once: all that the database has, as a stream of any length.
            Loaded loaded = products.load(database().map(Product::event));
            System.out.println("loaded " + loaded.rejected() + " rejected");

            // What is loaded is accepted, and searchable a little later.
            while (products.status().pending() > 0) {
                Thread.sleep(100);
            }

            // From then on: with each record that is saved.
            Product cheaper =
                    new Product("1", "Rain jacket", "Keeps you dry in heavy rain.", 79.5, 2);
            Accepted saved = products.events(cheaper.event());

            // min_sequence waits until the record that was just saved is found as it is now.
            SearchRequest question =
                    SearchRequest.of("something to keep me dry in the rain")
                            .k(2)
                            .filter(Map.of("price", Map.of("$lt", 100)))
                            .minSequence(saved.sequence());
            for (Hit hit : products.search(question)) {
                System.out.println(hit.documentId() + " " + hit.metadata().get("price"));
            }
        }
    }

    private static Stream<Product> database() {
        return Stream.of(
                new Product("1", "Rain jacket", "Keeps you dry in heavy rain.", 119.5, 1),
                new Product("2", "Camping stove", "Boils water in three minutes.", 45, 1),
                new Product("3", "Umbrella", "Small, for sudden showers.", 15.5, 1));
    }
}
