package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/// Stopped as service managers stop it.
final class StopIT {
    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(6);

    @Test
    @Tag("I9")
    void aServerThatWasToldToStopEndsWellAndAnswersFromTheSameVersionAgain() {
        ServerProcess server = servers.start(Home.FAST_MODEL);
        server.api().put("a.md", prose.page(1) + "\n\nThe word is zirconium.\n");
        server.api().put("b.md", prose.page(1));
        long version = server.api().version();
        String history = server.api().status().path("history").asString();

        assertThat(server.terminate()).isZero();

        Api api = servers.start(server.home()).api();
        assertThat(api.version()).isEqualTo(version);
        assertThat(api.status().path("history").asString()).isEqualTo(history);
        assertThat(api.find("zirconium")).containsExactly("a.md");
        assertThat(api.textsEmbedded()).isZero();
    }

    @Test
    @Tag("I1")
    void whatWaitsWhenTheServerIsStoppedIsIndexedAfterTheNextStart() {
        ServerProcess server = servers.start(Home.FAST_MODEL);
        List<ObjectNode> events =
                IntStream.range(0, 300)
                        .mapToObj(i -> Api.upsert("late-" + i, prose.paragraph(4) + " Late" + i))
                        .toList();
        ObjectNode body = Json.object();
        body.putArray("events").addAll(events);
        assertThat(server.api().post("/events", body.toString()).status()).isEqualTo(202);

        assertThat(server.terminate()).isZero();

        Api api = servers.start(server.home()).api();
        api.awaitNothingPending();
        assertThat(api.documents()).hasSize(300);
        assertThat(api.find("late299")).containsExactly("late-299");
    }
}
