package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.arch.JavaSource.Method;
import org.junit.jupiter.api.Test;

/// Each rule finds what it is there for, and leaves alone what only looks like it.
final class TidyRulesTest {
    @Test
    void aFileOf401LinesIsTooLong() {
        assertThat(TidyRules.SHORT_FILES.findings(main("// line\n".repeat(400)))).isEmpty();
        assertThat(TidyRules.SHORT_FILES.findings(main("// line\n".repeat(401)))).hasSize(1);
    }

    @Test
    void aMethodOf61LinesIsTooLong() {
        var head = "final class A {\n    @Override\n    public void run() {\n";
        assertThat(
                        TidyRules.SHORT_METHODS.findings(
                                main(head + "        call();\n".repeat(58) + "    }\n}\n")))
                .isEmpty();
        assertThat(
                        TidyRules.SHORT_METHODS.findings(
                                main(head + "        call();\n".repeat(59) + "    }\n}\n")))
                .hasToString("[engine/src/main/java/a/A.java:2 run has 61 lines]");
    }

    @Test
    void aMethodOfFiveParametersIsTooWide() {
        var source =
                main(
                        """
                        interface A {
                            Map<String, List<Integer>> four(Map<A, B> a, int b, @Nullable String c, long... d) throws E;
                            void five(int a, int b, int c, int d, int e);
                        }
                        """);

        assertThat(TidyRules.NARROW_METHODS.findings(source))
                .hasToString("[engine/src/main/java/a/A.java:3 five takes 5]");
    }

    @Test
    void constructorsRecordsAndOverridesMayBeWide() {
        var source =
                main(
                        """
                        record A(int a, int b, int c, int d, int e) {
                            A {
                                check(a, b, c, d, e);
                            }
                            A(int a, int b, int c, int d, int e, int f) {
                                this(a, b, c, d, e);
                            }
                            @Override
                            public int vendor(int a, int b, int c, int d, int e) {
                                return other(a, b, c, d, e);
                            }
                        }
                        """);

        assertThat(TidyRules.NARROW_METHODS.findings(source)).isEmpty();
        assertThat(source.methods()).extracting(Method::name).containsExactly("A", "A", "vendor");
    }

    @Test
    void methodsAreFoundWhereverTheyStand() {
        var source =
                main(
                        """
                        enum A {
                            ONE(1), TWO(2, 3, 4, 5, 6) { },
                            THREE;
                            private final Runnable field = wrap(new Runnable() {
                                public void inAnonymous() { if (a) { b(); } }
                            }, () -> { c(); });
                            static final int[] NUMBERS = {1, 2};
                            static { init(1, 2, 3, 4, 5); }
                            @CsvSource({"a, 1", "b {, 2"})
                            <T extends Comparable<T>> T[] generic(Function<T, T> f) {
                                record Local(int a, int b, int c, int d, int e) {
                                    void inLocal() {}
                                }
                                for (;;) { return switch (f) { case Local l -> { yield g(l); } }; }
                            }
                            sealed interface Inner permits B {
                                default void inInner() {}
                            }
                            @interface Mark { String value() default ""; }
                        }
                        """);

        assertThat(source.methods())
                .extracting(Method::name)
                .containsExactly("inAnonymous", "inLocal", "generic", "inInner", "value");
    }

    @Test
    void aReminderIsFoundInCommentsOnly() {
        assertThat(TidyRules.NO_REMINDERS.findings(main("// TODO: later"))).hasSize(1);
        assertThat(TidyRules.NO_REMINDERS.findings(main("/* FIXME */ int XXX;"))).hasSize(2);
        assertThat(TidyRules.NO_REMINDERS.findings(main("String s = \"TODO\"; // todos")))
                .isEmpty();
    }

    @Test
    void aTestMayNotSleepAndTheProductMay() {
        assertThat(TidyRules.NO_SLEEP_IN_TESTS.findings(test("Thread.sleep(5);"))).hasSize(1);
        assertThat(TidyRules.NO_SLEEP_IN_TESTS.findings(test("TimeUnit.SECONDS.sleep(5);")))
                .hasSize(1);
        assertThat(TidyRules.NO_SLEEP_IN_TESTS.findings(test("// Thread.sleep(5)"))).isEmpty();
        assertThat(TidyRules.NO_SLEEP_IN_TESTS.findings(main("Thread.sleep(5);"))).isEmpty();
    }

    @Test
    void aTestMayNotBeDisabled() {
        assertThat(TidyRules.NO_DISABLED_TESTS.findings(test("@Disabled(\"flaky\") @Test")))
                .hasSize(1);
        assertThat(TidyRules.NO_DISABLED_TESTS.findings(test("@DisabledOnOs(WINDOWS) @Test")))
                .isEmpty();
    }

    @Test
    void onlyTheCommandLineAndTheBenchmarksPrint() {
        var print = "System.out.println(1); System.err.printf(2);";

        assertThat(TidyRules.NO_PRINTING.findings(main(print))).hasSize(2);
        assertThat(TidyRules.NO_PRINTING.findings(test(print))).isEmpty();
        assertThat(
                        TidyRules.NO_PRINTING.findings(
                                JavaSource.of("server/src/main/java/a/cli/A.java", print)))
                .isEmpty();
        assertThat(
                        TidyRules.NO_PRINTING.findings(
                                JavaSource.of("benchmarks/src/main/java/a/A.java", print)))
                .isEmpty();
    }

    @Test
    void noStackTraceIsPrinted() {
        assertThat(TidyRules.NO_STACK_TRACES.findings(test("e.printStackTrace();"))).hasSize(1);
    }

    @Test
    void noImportIsAWildcard() {
        assertThat(
                        TidyRules.NO_WILDCARD_IMPORTS.findings(
                                main("import java.util.*;\nimport static a.B.*;")))
                .hasSize(2);
        assertThat(TidyRules.NO_WILDCARD_IMPORTS.findings(main("import java.util.List;")))
                .isEmpty();
    }

    @Test
    void aPublicTypeSaysWhatItIs() {
        assertThat(
                        TidyRules.DOCUMENTED_TYPES.findings(
                                main(
                                        "import a.B;\n\n/// Is A.\n@Mark(1)\npublic final class A {}")))
                .isEmpty();
        assertThat(
                        TidyRules.DOCUMENTED_TYPES.findings(
                                main(
                                        "/// Is not.\nimport a.B;\n\n// A\npublic sealed interface A {}")))
                .hasToString("[engine/src/main/java/a/A.java:5 A]");
        assertThat(
                        TidyRules.DOCUMENTED_TYPES.findings(
                                main("final class A {\n    public record B() {}\n}")))
                .isEmpty();
    }

    @Test
    void aPackageSaysWhatItIs() {
        var path = "engine/src/main/java/a/package-info.java";

        assertThat(
                        TidyRules.DOCUMENTED_PACKAGES.findings(
                                JavaSource.of(path, "/// In.\n@NullMarked\npackage a;")))
                .isEmpty();
        assertThat(
                        TidyRules.DOCUMENTED_PACKAGES.findings(
                                JavaSource.of(path, "@NullMarked\npackage a;")))
                .hasSize(1);
        assertThat(
                        TidyRules.DOCUMENTED_PACKAGES.findings(
                                JavaSource.of(path, "/// In.\npackage a;")))
                .hasSize(1);
    }

    private static JavaSource main(String text) {
        return JavaSource.of("engine/src/main/java/a/A.java", text);
    }

    private static JavaSource test(String text) {
        return JavaSource.of("engine/src/test/java/a/ATest.java", text);
    }
}
