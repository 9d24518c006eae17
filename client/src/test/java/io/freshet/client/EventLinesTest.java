package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventLinesTest {
    private static EventLines lines(Iterator<Event> events) {
        return new EventLines(events);
    }

    @Test
    void eachEventIsALine() throws IOException {
        var events = List.of(Event.update("a", "one\ntwo"), Event.delete("b"));

        String text = new String(lines(events.iterator()).readAllBytes(), StandardCharsets.UTF_8);

        assertThat(text)
                .isEqualTo(
                        """
                        {"event_type":"update","document_id":"a","text":"one\\ntwo"}
                        {"event_type":"delete","document_id":"b"}
                        """);
    }

    @Test
    void anEventIsAskedForOnlyWhenItIsSent() throws IOException {
        AtomicInteger made = new AtomicInteger();
        Iterator<Event> endless =
                Stream.generate(() -> Event.delete("d" + made.incrementAndGet())).iterator();
        int line = "{\"event_type\":\"delete\",\"document_id\":\"d1\"}\n".length();

        lines(endless).read(new byte[line], 0, line);

        assertThat(made).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void whatTheSourceOfTheEventsThrowsIsKept() {
        RuntimeException broken = new IllegalStateException("the database is gone");
        Iterator<Event> breaking =
                Stream.<Event>generate(
                                () -> {
                                    throw broken;
                                })
                        .iterator();
        Upload upload = new Upload(lines(breaking), Timing.SYSTEM);

        assertThatThrownBy(upload::read).isInstanceOf(IOException.class);
        assertThatThrownBy(upload::rethrow).isSameAs(broken);
    }
}
