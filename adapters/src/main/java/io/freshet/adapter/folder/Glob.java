package io.freshet.adapter.folder;

import java.util.ArrayList;
import java.util.List;

/// A pattern over relative paths, as those of gitignore are read: without a slash it matches at any
/// depth, `**` stands for any number of directories, a match of a directory holds for all that is
/// in it, a slash at the end matches directories only. Matched case-sensitively, name by name, so
/// that a walk knows early that nothing below can match. Immutable.
///
/// What has matched so far is a [State]: the set of places in the pattern where it may stand.
final class Glob {
    private static final int SEGMENTS_MAX = 60;

    private final String text;
    private final List<Segment> segments;
    private final boolean directoriesOnly;

    private Glob(String text, List<Segment> segments, boolean directoriesOnly) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.directoriesOnly = directoriesOnly;
    }

    /// @throws IllegalArgumentException where it is no pattern; its message tells why
    static Glob of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a pattern is not empty");
        }
        if (text.startsWith("!")) {
            throw new IllegalArgumentException(
                    "a pattern does not begin with !; list under include what is to be taken, and"
                            + " under exclude what is not");
        }
        boolean below = text.endsWith("/**") || text.endsWith("/");
        String path = text.replaceFirst("(?<=.)(/\\*\\*)*/?$", "");
        boolean anchored = path.contains("/");
        List<Segment> segments = new ArrayList<>();
        if (!anchored && !(below && text.contains("/**"))) {
            segments.add(Segment.of("**"));
        }
        for (String part : path.split("/")) {
            if (part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("a pattern holds no . and no ..");
            }
            if (!part.isEmpty()) {
                segments.add(Segment.of(part));
            }
        }
        if (segments.size() > SEGMENTS_MAX) {
            throw new IllegalArgumentException("a pattern has at most " + SEGMENTS_MAX + " parts");
        }
        return new Glob(text, segments, below);
    }

    /// @param places a bit for each segment that comes next; the one after the last says that all
    ///   matched
    /// @param whole whether the path itself matches, or a directory that it is in
    record State(long places, boolean whole) {
        /// Whether the path, or something below it, may match.
        boolean isAlive() {
            return places != 0;
        }
    }

    State start() {
        return new State(skipped(1L), false);
    }

    /// One name further down.
    ///
    /// @param reserved whether only a segment that names it matches it
    State next(State state, String name, boolean directory, boolean reserved) {
        int end = segments.size();
        boolean within = (state.places & bit(end)) != 0 && !reserved;
        long reached = within ? bit(end) : 0;
        for (int at = 0; at < end; at++) {
            if ((state.places & bit(at)) == 0) {
                continue;
            }
            Segment segment = segments.get(at);
            if (segment.isAnyDepth()) {
                reached |= reserved ? 0 : bit(at);
            } else if (reserved ? segment.names(name) : segment.matches(name)) {
                reached |= bit(at + 1);
            }
        }
        long places = skipped(reached);
        boolean whole = (places & bit(end)) != 0 && (within || directory || !directoriesOnly);
        return new State(whole || directory ? places : places & ~bit(end), whole);
    }

    /// `**` also stands for no directory at all.
    private long skipped(long places) {
        long all = places;
        for (int at = 0; at < segments.size(); at++) {
            if ((all & bit(at)) != 0 && segments.get(at).isAnyDepth()) {
                all |= bit(at + 1);
            }
        }
        return all;
    }

    private static long bit(int place) {
        return 1L << place;
    }

    @Override
    public String toString() {
        return text;
    }
}
