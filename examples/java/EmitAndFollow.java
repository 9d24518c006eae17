import io.freshet.client.Event;
import io.freshet.client.EventsRequest;
import io.freshet.client.FreshetClient;
import io.freshet.client.FreshetCollection;
import io.freshet.client.Subscriber;
import io.freshet.client.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Emitter and subscriber in one page: what one half sends, the other is told once it is searchable.
 */
class EmitAndFollow {
    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "http://localhost:8765";
        try (FreshetClient client = FreshetClient.connect(url)) {
            FreshetCollection notes = client.collection("emit-and-follow-java");
            notes.create();
            CountDownLatch told = new CountDownLatch(3);

            Subscriber printing =
                    Subscriber.onUpdate(
                                    update ->
                                            System.out.println(
                                                    update.eventType() + " " + update.documentId()))
                            .onVersion(
                                    version -> {
                                        // The moment to store version.position(): since(…) goes on
                                        // from it.
                                        System.out.println("version complete");
                                        told.countDown();
                                    })
                            .onGap(
                                    gap ->
                                            System.out.println(
                                                    "changes are missing: list the documents"))
                            .onError(Throwable::printStackTrace);
            try (Subscription following = notes.subscribe(printing)) {
                send(
                        notes,
                        Event.update("refunds", "Refunds take five days.")
                                .metadata(Map.of("team", "billing")));
                send(notes, Event.update("refunds", "Refunds take seven days."));
                send(notes, Event.delete("refunds"));
                told.await();
            }
        }
    }

    /** Waits until it is searchable: two changes that wait together would be announced as one. */
    private static void send(FreshetCollection notes, Event event) {
        notes.events(EventsRequest.of(event).await(Duration.ofSeconds(30)));
    }
}
