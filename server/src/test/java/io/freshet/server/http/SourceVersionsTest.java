package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Inlet.Way;
import io.freshet.server.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A change that comes late never undoes a newer one, whichever way each of them comes and whatever
/// happens in between.
@Tag("A23")
final class SourceVersionsTest {
    private static final List<Way> TAKING = List.of(Way.EVENTS, Way.LINES, Way.ATOMIC, Way.REPLACE);
    private static final String ID = "page.md";

    @TempDir private Path directory;

    private static ObjectNode delete(long version) {
        return event("delete", version);
    }

    private static ObjectNode put(long version, String text) {
        return event("update", version).put("text", text);
    }

    private static ObjectNode event(String type, long version) {
        return Json.object()
                .put("event_type", type)
                .put("document_id", ID)
                .put("source_version", version);
    }

    @Test
    @Tag("I2")
    void aDeleteThatOvertookItsPutStaysUntilANewerOneComes() throws Exception {
        try (Ways ways = Ways.start(directory, List.of())) {
            for (Way first : TAKING) {
                for (Way second : TAKING) {
                    if (first != Way.REPLACE) {
                        overtaken(ways, first, second);
                    }
                }
            }
            for (Way first : List.of(Way.EVENTS, Way.LINES, Way.ATOMIC)) {
                ways.inlet("restarted", first).events(delete(5));
            }
            ways.stop();
            ways.start();
            for (Way second : List.of(Way.EVENTS, Way.LINES, Way.ATOMIC)) {
                Inlet inlet = ways.inlet("restarted", second);
                inlet.events(put(4, "stale"));
                assertThat(inlet.find("stale")).isEmpty();
            }
        }
    }

    private static void overtaken(Ways ways, Way first, Way second) throws Exception {
        String name = (first + "-" + second).toLowerCase(Locale.ROOT);
        Inlet deleting = ways.inlet(name, first);
        Inlet putting = deleting.by(second);
        deleting.events(delete(5));
        putting.events(put(4, "stale"));
        putting.events(put(4, "stale"));
        putting.events(put(5, "stale"));
        assertThat(putting.find("stale")).isEmpty();
        putting.events(put(6, "newer"));
        assertThat(putting.find("newer")).containsExactly(ID);
        deleting.events(delete(5));
        assertThat(putting.find("newer")).containsExactly(ID);
    }
}
