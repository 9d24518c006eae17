package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A client of the protocol that this one grew out of, over a history of edits with lines that
/// break and servers that are started anew between them.
@Tag("I9")
final class PlainSubscriberTest {
    private static final String KB = "knowledge_base";
    private static final int EDITS = 120;
    private static final long SEED = 20_261_128L;

    private final Random chance = new Random(SEED);
    private final TreeMap<String, String> pages = new TreeMap<>();
    private final List<String> made = new ArrayList<>();

    @Test
    void itSeesEveryChangeThatIsMadeWhileItIsConnectedOnce() throws InterruptedException {
        Served served = Served.start();
        try (var subscriber = new PlainSubscriber(served.port())) {
            for (int edit = 1; edit <= EDITS; edit++) {
                subscriber.awaitSubscribed();
                edit(served);
                if (edit % 17 == 0) {
                    subscriber.awaitSeen(made.size());
                    subscriber.cut();
                }
                if (edit % 40 == 0) {
                    subscriber.awaitSeen(made.size());
                    int before = subscriber.line();
                    served = served.restarted();
                    subscriber.awaitLineAfter(before);
                }
            }
            subscriber.awaitSeen(made.size());
            assertThat(subscriber.seen()).isEqualTo(made);
        } finally {
            served.close();
        }
    }

    private void edit(Served served) {
        long version = made.size() + 1L;
        String id = "page/" + chance.nextInt(12);
        boolean isThere = pages.containsKey(id);
        if (isThere && chance.nextInt(4) == 0) {
            served.delete(KB, id);
            pages.remove(id);
            made.add("delete " + id + " " + version);
            return;
        }
        String text = "# " + id + "\n\nedit " + version;
        served.put(KB, id, text);
        pages.put(id, text);
        made.add((isThere ? "update " : "insert ") + id + " " + version);
    }
}
