package io.freshet.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The server speaks to ports; which adapter stands behind one is known in a single place.
@AnalyzeClasses(
        packages = {"io.freshet.server", "io.freshet.library"},
        importOptions = DoNotIncludeTests.class)
final class ServerDependencyTest {
    @ArchTest
    static final ArchRule onlyTheAssemblyKnowsAdapters =
            noClasses()
                    .that()
                    .haveNameNotMatching("io\\.freshet\\.library\\.Assembly(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.freshet.adapter..")
                    .because(
                            "only io.freshet.library.Assembly constructs adapters; take the port (io.freshet.spi) as a"
                                    + " parameter and let Assembly pass the adapter in")
                    .allowEmptyShould(true);
}
