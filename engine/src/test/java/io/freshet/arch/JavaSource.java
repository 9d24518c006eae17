package io.freshet.arch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One source file as the tidy rules read it: as written, and twice with parts blanked out, so that
/// a word in a string is not taken for code. Blanks keep every character's place: a position means
/// the same in all three.
///
/// @param path from the repository's root, with slashes
/// @param text as written
/// @param code without comments and literals
/// @param remarks without literals, with comments
record JavaSource(String path, String text, String code, String remarks) {
    private static final String LITERAL =
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\n]|\\\\[^\n]+?)'";
    private static final String COMMENT = "//[^\n]*|/\\*[\\s\\S]*?\\*/";
    private static final Pattern TOKEN = Pattern.compile("(" + LITERAL + ")|" + COMMENT);

    static JavaSource of(String path, String text) {
        return new JavaSource(path, text, blank(text, true), blank(text, false));
    }

    boolean isMain() {
        return path.contains("/src/main/java/");
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    String module() {
        return path.substring(0, path.indexOf('/'));
    }

    String directory() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    int lineCount() {
        return (int) text.lines().count();
    }

    List<Method> methods() {
        return new MethodFinder(code).find();
    }

    /// Where the pattern occurs in the code, comments and literals aside.
    Stream<Finding> inCode(Pattern pattern) {
        return found(pattern, code);
    }

    /// Where the pattern occurs in code or comments, literals aside.
    Stream<Finding> inRemarks(Pattern pattern) {
        return found(pattern, remarks);
    }

    Finding at(int position, String what) {
        return new Finding(
                path,
                (int) text.substring(0, position).chars().filter(c -> c == '\n').count() + 1,
                what);
    }

    private Stream<Finding> found(Pattern pattern, String where) {
        return pattern.matcher(where)
                .results()
                .map(match -> at(match.start(), match.group().strip()));
    }

    private static String blank(String text, boolean comments) {
        return TOKEN.matcher(text)
                .replaceAll(
                        match ->
                                comments || match.group(1) != null
                                        ? match.group().replaceAll("[^\n]", " ")
                                        : Matcher.quoteReplacement(match.group()));
    }

    /// Something that a rule does not want, and where it stands.
    record Finding(String path, int line, String what) {
        @Override
        public String toString() {
            return path + ":" + line + " " + what;
        }
    }

    /// A method or constructor: where its name's declaration starts, how long its body is, how wide
    /// its head.
    ///
    /// @param bodyLines lines from the opening to the closing brace, 0 without a body
    /// @param exempt a constructor, or an override whose shape belongs to another type
    record Method(String name, int position, int bodyLines, int parameters, boolean exempt) {}
}
