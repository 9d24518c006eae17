package io.freshet.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/// An adapter stands between one vendor and the ports, and knows nothing else of Freshet.
@AnalyzeClasses(packages = "io.freshet.adapter", importOptions = DoNotIncludeTests.class)
final class AdapterDependencyTest {
    private static final Set<String> SEEN = Set.of("io.freshet", "io.freshet.spi");

    /// How metadata is written, and how another machine is asked, is one thing for all of them.
    private static final DescribedPredicate<JavaClass> SHARED =
            resideInAnyPackage("io.freshet.adapter.json..", "io.freshet.adapter.http..");

    @ArchTest
    static final ArchRule adaptersSeeValuesAndPortsOnly =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            describe(
                                    "are a step's, the shard's or the server's",
                                    AdapterDependencyTest::hidden))
                    .because(
                            "an adapter sees io.freshet and io.freshet.spi only; what it lacks"
                                    + " belongs in a value or in the port that it implements")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule adaptersNeverSeeEachOther =
            slices().matching("io.freshet.adapter.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(alwaysTrue(), SHARED)
                    .because(
                            "an adapter is one package that can be taken or left alone; let the"
                                    + " server's Assembly hand over what two of them need, as a port")
                    .allowEmptyShould(true);

    private static boolean hidden(JavaClass target) {
        var name = target.getPackageName();
        return (name.equals("io.freshet") || name.startsWith("io.freshet."))
                && !SEEN.contains(name)
                && !name.startsWith("io.freshet.spi.")
                && !name.startsWith("io.freshet.adapter.");
    }
}
