package io.freshet.arch;

import io.freshet.arch.JavaSource.Finding;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a source file must look like. CONTRIBUTING.md gives the reasons; a rule gives the way out.
final class TidyRules {
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;
    static final int PARAMETERS_MAX = 4;

    static final Rule SHORT_FILES =
            new Rule(
                    "a file has at most "
                            + FILE_LINES_MAX
                            + " lines: one type, one reason; split it by what changes together",
                    source ->
                            source.lineCount() <= FILE_LINES_MAX
                                    ? Stream.empty()
                                    : Stream.of(
                                            source.at(0, "has " + source.lineCount() + " lines")));

    static final Rule SHORT_METHODS =
            new Rule(
                    "a method has at most "
                            + METHOD_LINES_MAX
                            + " lines: name its parts and call them",
                    source ->
                            source.methods().stream()
                                    .filter(method -> method.bodyLines() > METHOD_LINES_MAX)
                                    .map(
                                            m ->
                                                    source.at(
                                                            m.position(),
                                                            m.name()
                                                                    + " has "
                                                                    + m.bodyLines()
                                                                    + " lines")));

    static final Rule NARROW_METHODS =
            new Rule(
                    "a method takes at most "
                            + PARAMETERS_MAX
                            + " parameters: what always comes together is a record (constructors are free)",
                    source ->
                            source.methods().stream()
                                    .filter(
                                            method ->
                                                    !method.exempt()
                                                            && method.parameters() > PARAMETERS_MAX)
                                    .map(
                                            m ->
                                                    source.at(
                                                            m.position(),
                                                            m.name()
                                                                    + " takes "
                                                                    + m.parameters())));

    static final Rule NO_REMINDERS =
            new Rule(
                    "no reminders in the source: do it now, or open an issue and leave no trace here",
                    source -> source.inRemarks(Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b")));

    static final Rule NO_SLEEP_IN_TESTS =
            new Rule(
                    "a test never sleeps: wait for what is meant (Awaitility, a latch), or turn the simulated clock",
                    source ->
                            source.isMain()
                                    ? Stream.empty()
                                    : source.inCode(
                                            Pattern.compile(
                                                    "\\b(?:Thread|TimeUnit(?:\\.[A-Z]+)?|SECONDS|MILLISECONDS)\\.sleep\\b")));

    static final Rule NO_DISABLED_TESTS =
            new Rule(
                    "a test runs or is gone: mend it, delete it, or let an assumption with a message skip it",
                    source -> source.inCode(Pattern.compile("@(?:Disabled|Ignore)\\b")));

    static final Rule NO_PRINTING =
            new Rule(
                    "only the command line (…/cli/) and the benchmarks print: log a fact with its keys",
                    source ->
                            source.isMain()
                                            && !source.path().contains("/cli/")
                                            && !source.module().equals("benchmarks")
                                    ? source.inCode(
                                            Pattern.compile(
                                                    "\\bSystem\\s*\\.\\s*(?:out|err)\\s*\\.\\s*(?:print|format|write|append)\\w*"))
                                    : Stream.empty());

    static final Rule NO_STACK_TRACES =
            new Rule(
                    "no stack trace on the console: give the exception to the logger, or wrap it and throw",
                    source -> source.inCode(Pattern.compile("\\bprintStackTrace\\b")));

    static final Rule NO_WILDCARD_IMPORTS =
            new Rule(
                    "import each type by its name: a reader sees what a file needs",
                    source -> source.inCode(Pattern.compile("(?m)^import [^;]*\\*;")));

    static final Rule DOCUMENTED_TYPES =
            new Rule(
                    "a public type starts with a /// sentence that says what it is or decides",
                    source -> source.isMain() ? undocumentedTypes(source) : Stream.empty());

    static final Rule DOCUMENTED_PACKAGES =
            new Rule(
                    "package-info.java says with /// what goes in and what comes out, and is @NullMarked",
                    source ->
                            !source.isPackageInfo()
                                            || (source.text().startsWith("///")
                                                    && source.code().contains("@NullMarked"))
                                    ? Stream.empty()
                                    : Stream.of(source.at(0, "lacks one of them")));

    static final List<Rule> ALL =
            List.of(
                    SHORT_FILES,
                    SHORT_METHODS,
                    NARROW_METHODS,
                    NO_REMINDERS,
                    NO_SLEEP_IN_TESTS,
                    NO_DISABLED_TESTS,
                    NO_PRINTING,
                    NO_STACK_TRACES,
                    NO_WILDCARD_IMPORTS,
                    DOCUMENTED_TYPES,
                    DOCUMENTED_PACKAGES);

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile(
                    "(?m)^public (?:[\\w-]+ )*(?:class|interface|enum|record|@interface) (\\w+)");

    private TidyRules() {}

    /// At the left margin only: a nested type is indented, a text block's content is blanked.
    private static Stream<Finding> undocumentedTypes(JavaSource source) {
        return PUBLIC_TYPE
                .matcher(source.code())
                .results()
                .filter(type -> !hasDocumentation(source, type.start()))
                .map(type -> source.at(type.start(), type.group(1)));
    }

    private static boolean hasDocumentation(JavaSource source, int position) {
        var before =
                Math.max(
                        source.code().lastIndexOf(';', position),
                        source.code().lastIndexOf("}\n", position));
        return source.remarks()
                .substring(Math.max(before, 0), position)
                .lines()
                .anyMatch(line -> line.startsWith("///"));
    }

    /// One rule: how to get right what it finds, and how it finds it.
    record Rule(String advice, Function<JavaSource, Stream<Finding>> check) {
        List<Finding> findings(JavaSource source) {
            return check.apply(source).toList();
        }

        @Override
        public String toString() {
            return advice;
        }
    }
}
