package io.freshet.server.webhook;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.server.stream.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What gathers for the next post: one version, or a piece of a large one. Confined to its
/// delivery.
final class Packet {
    static final int ENTRIES_MAX = 100;

    /// Behind so much nothing more is added.
    private static final int BYTES_MAX = 512 * 1024;

    private final String name;
    private final CollectionName collection;
    private final List<String> entries = new ArrayList<>();
    private long bytes;
    private Position taken;
    private Position next;
    private long version;
    private boolean hasBegun;
    private boolean isComplete;
    private int pieces;

    /// @param taken up to which everything was taken
    Packet(String name, CollectionName collection, Position taken) {
        this.name = name;
        this.collection = collection;
        this.taken = taken;
        this.next = taken;
        this.hasBegun = taken.ordinal() != Position.COMPLETE;
    }

    /// A message: the same again has the same id and the same body.
    ///
    /// @param next everything up to there is taken with it
    record Message(String id, byte[] body, Position next) {}

    /// @return whether something is to be done with it now
    boolean add(Sent sent) {
        entries.add(sent.json());
        bytes += sent.json().length();
        version = sent.entry().version();
        isComplete = sent.ends() && sent.entry().ordinal() == Position.COMPLETE;
        next = sent.ends() ? sent.entry() : next;
        return isComplete || bytes >= BYTES_MAX || entries.size() >= ENTRIES_MAX;
    }

    /// Whether a version ends with it of which nothing is wanted, so that there is nothing to post.
    boolean isIdle() {
        return isComplete && !hasBegun && entries.size() == 1;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Message message() {
        return new Message(id(), body(collection, version, entries, next), next);
    }

    /// That what lies before a position can no longer be given.
    ///
    /// @param said as it is said on a stream
    static Message gap(String name, CollectionName collection, Position oldest, String said) {
        String id = name + "_gap_" + oldest.toString().replace('.', '_');
        return new Message(id, body(collection, oldest.version(), List.of(said), oldest), oldest);
    }

    private static byte[] body(
            CollectionName collection, long version, List<String> entries, Position next) {
        String body =
                "{\"collection\":\""
                        + collection
                        + "\",\"history\":\""
                        + next.history()
                        + "\",\"index_version\":"
                        + version
                        + ",\"changes\":["
                        + String.join(",", entries)
                        + "],\"next\":\""
                        + next
                        + "\"}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// What is no further than what was taken is a piece of one change.
    private String id() {
        String piece = next.equals(taken) ? "_" + (pieces + 1) : "";
        return name + "_" + next.toString().replace('.', '_') + piece;
    }

    /// What was gathered is taken, or needs not be posted.
    void clear() {
        hasBegun = !isComplete;
        pieces = next.equals(taken) ? pieces + 1 : 0;
        taken = next;
        isComplete = false;
        entries.clear();
        bytes = 0;
    }
}
