package io.freshet.sim;

import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Submission;
import io.freshet.sim.SimAction.Moment;
import java.util.List;
import java.util.stream.Collectors;

/// Says what happens in a life in few words, a moment a line.
final class SimWords {
    private SimWords() {}

    static String of(SimScript script) {
        StringBuilder words = new StringBuilder();
        words.append("  poison=")
                .append(script.poison().map(String::strip).orElse("none"))
                .append(" two_spaces=")
                .append(script.twoSpaces())
                .append(" versions_kept=")
                .append(script.versionsKept())
                .append('\n');
        for (Moment moment : script.moments()) {
            words.append("  ")
                    .append(of(moment.action()))
                    .append(" then ")
                    .append(moment.turns())
                    .append(" turns\n");
        }
        return words.toString();
    }

    private static String of(SimAction action) {
        return switch (action) {
            case SimAction.Send(int collection, Submission submission, boolean tracked) ->
                    "send collection="
                            + collection
                            + (tracked ? " tracked " : " ")
                            + submission.mode()
                            + " "
                            + events(submission.events())
                            + submission.sweep().map(sweep -> " sweep " + sweep).orElse("");
            case SimAction.Edit edit ->
                    "edit collection="
                            + edit.collection()
                            + " "
                            + edit.kind()
                            + " "
                            + edit.name()
                            + " pick="
                            + edit.pick()
                            + " "
                            + paragraphs(edit.text());
            case SimAction.Crash _,
                    SimAction.CrashAt _,
                    SimAction.Embedder _,
                    SimAction.Port _,
                    SimAction.AllWell _,
                    SimAction.Hang _,
                    SimAction.PassTime _,
                    SimAction.SetClock _,
                    SimAction.LoseRows _,
                    SimAction.Search _,
                    SimAction.Past _,
                    SimAction.Subscriber _,
                    SimAction.Rollback _,
                    SimAction.Purge _,
                    SimAction.Migrate _,
                    SimAction.Backup _,
                    SimAction.Restore _,
                    SimAction.Person _ ->
                    action.toString();
        };
    }

    private static String events(List<IndexEvent> events) {
        return events.stream().map(SimWords::event).collect(Collectors.joining(", "));
    }

    private static String event(IndexEvent event) {
        String documents =
                event.documents().stream().map(DocumentId::value).collect(Collectors.joining("+"));
        StringBuilder words = new StringBuilder(documents);
        words.append(' ').append(change(event.change())).append(' ').append(event.priority());
        event.sourceVersion()
                .ifPresent(version -> words.append(" source_version=").append(version));
        event.eventId().ifPresent(id -> words.append(" event_id=").append(id));
        return words.toString();
    }

    private static String change(Change change) {
        return switch (change) {
            case Change.Delete _ -> "delete";
            case Change.Refresh _ -> "refresh";
            case Change.Upsert upsert ->
                    "upsert "
                            + upsert.content().map(c -> paragraphs(c.text())).orElse("no text")
                            + " "
                            + upsert.metadata();
        };
    }

    /// The word that each is made of.
    private static String paragraphs(String text) {
        return text.lines()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(' '))))
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
