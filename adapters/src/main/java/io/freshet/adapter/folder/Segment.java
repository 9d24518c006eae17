package io.freshet.adapter.folder;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One part of a glob, between two slashes: it matches the name of one file or directory.
/// Immutable.
final class Segment {
    private static final String ANY_DEPTH = "**";

    private final String glob;
    private final boolean literal;
    private final Pattern pattern;

    private Segment(String glob, boolean literal, Pattern pattern) {
        this.glob = glob;
        this.literal = literal;
        this.pattern = pattern;
    }

    /// @throws IllegalArgumentException where it is no glob
    static Segment of(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean literal = true;
        for (int at = 0; at < glob.length(); at++) {
            char c = glob.charAt(at);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '{' -> regex.append("(?:");
                case '}' -> regex.append(')');
                case ',' -> regex.append(isWithinBraces(glob, at) ? "|" : ",");
                case '[' -> at = characters(glob, at, regex);
                case '\\' -> {
                    at++;
                    if (at == glob.length()) {
                        throw new IllegalArgumentException("nothing follows the last \\");
                    }
                    regex.append(Pattern.quote(glob.substring(at, at + 1)));
                }
                default -> {
                    String point = Character.toString(glob.codePointAt(at));
                    regex.append(Pattern.quote(point));
                    at += point.length() - 1;
                }
            }
            literal &= "*?{}[\\".indexOf(c) < 0;
        }
        try {
            return new Segment(glob, literal, Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a bracket or brace is not closed", e);
        }
    }

    private static boolean isWithinBraces(String glob, int at) {
        return glob.lastIndexOf('{', at) > glob.lastIndexOf('}', at);
    }

    /// @return where the set ends
    private static int characters(String glob, int from, StringBuilder regex) {
        int end = glob.indexOf(']', from + 2);
        if (end < 0) {
            throw new IllegalArgumentException("a [ is not closed");
        }
        String set = glob.substring(from + 1, end);
        boolean negated = set.startsWith("!") || set.startsWith("^");
        String members = negated ? set.substring(1) : set;
        regex.append(negated ? "[^" : "[")
                .append(members.replaceAll("([\\\\\\[\\]&^])", "\\\\$1"))
                .append(']');
        return end;
    }

    /// Whether it stands for any number of names.
    boolean isAnyDepth() {
        return glob.equals(ANY_DEPTH);
    }

    boolean matches(String name) {
        return literal ? glob.equals(name) : pattern.matcher(name).matches();
    }

    /// Whether it names this one, and does not only happen to match it: as a shell's `*` leaves
    /// hidden files alone, and `.*` does not.
    boolean names(String name) {
        return literal
                ? glob.equals(name)
                : name.startsWith(".") && glob.startsWith(".") && matches(name);
    }
}
