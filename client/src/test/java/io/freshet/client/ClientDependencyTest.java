package io.freshet.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What a program takes on when it takes the client.
@AnalyzeClasses(
        packages = "io.freshet.client",
        importOptions = ClientDependencyTest.OwnClasses.class)
final class ClientDependencyTest {
    @ArchTest
    static final ArchRule theClientKnowsTheJdkAndAJsonReader =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.freshet.client..",
                            "java..",
                            "tools.jackson..",
                            "org.jspecify.annotations")
                    .because(
                            "who takes the client takes the wire, not the server: write what is"
                                    + " missing here again");

    /// The client's, wherever the build has put them, and no tests.
    static final class OwnClasses implements ImportOption {
        private static final String PLACE =
                FreshetClient.class.getProtectionDomain().getCodeSource().getLocation().getPath();

        @Override
        public boolean includes(Location location) {
            return location.contains(PLACE);
        }
    }
}
