package io.freshet.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Who may depend on whom inside the engine. What fails here is a design question, not a matter of
/// taste: each rule says why it stands and what to do instead.
@AnalyzeClasses(packages = "io.freshet", importOptions = ProductClasses.class)
final class EngineDependencyTest {
    private static final String STEP =
            "io.freshet.(intake|scheduler|planner|embedding|projector|feed|search|source|migration|cost)..";
    private static final String VALUES = "io.freshet";
    private static final String PORTS = "io.freshet.spi..";
    private static final String SHARD = "io.freshet.engine..";
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify.annotations";

    @ArchTest
    static final ArchRule theEngineKnowsOnlyTheJdk =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.freshet..", JDK, NULLNESS)
                    .because(
                            "no vendor's name compiles in the engine; put it behind a port in io.freshet.spi and"
                                    + " implement that in adapters")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stepsNeverImportEachOther =
            slices().matching(STEP)
                    .should()
                    .notDependOnEachOther()
                    .because(
                            "a step hands the next one a value and never reaches back; move what both need to"
                                    + " io.freshet as a value, or let io.freshet.engine pass it on")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheShardWiresSteps =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(SHARD)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(SHARD)
                    .because(
                            "io.freshet.engine wires the steps and none of them knows it; take what is needed as a port")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule valuesKnowOnlyValues =
            classes()
                    .that()
                    .resideInAPackage(VALUES)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(VALUES, JDK, NULLNESS)
                    .because(
                            "every part sees io.freshet, so it sees none of them; move the behaviour to its step")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule portsKnowOnlyValues =
            classes()
                    .that()
                    .resideInAPackage(PORTS)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(VALUES, PORTS, JDK, NULLNESS)
                    .because(
                            "a port is spoken in values that adapters know too; move the type to io.freshet")
                    .allowEmptyShould(true);

    @ArchTest static final ArchRule thePlannerIsPure = seesValuesOnly("planner");

    @ArchTest static final ArchRule costIsPure = seesValuesOnly("cost");

    @ArchTest
    static final ArchRule timeAndChanceComeFromTheWorld =
            noClasses()
                    .that()
                    .areNotAssignableTo("io.freshet.spi.World")
                    .should()
                    .accessTargetWhere(
                            describe(
                                    "it reads a clock or draws chance",
                                    Impure::readsClockOrDrawsChance))
                    .because(
                            "the same input gives the same versions (I10); ask io.freshet.spi.World, which the"
                                    + " simulation can replay")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stepsOwnNoThread =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(SHARD)
                    .should()
                    .accessTargetWhere(
                            describe("it starts, stops or holds a thread", Impure::ownsThread))
                    .because(
                            "io.freshet.engine owns every thread and the simulation has one; use World's fork and"
                                    + " wakeAt")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noOrderIsSalted =
            noClasses()
                    .should()
                    .accessTargetWhere(describe("its order is salted", Impure::saltsOrder))
                    .because(
                            "these have another order in every run, so a simulation could not replay (I10); keep the"
                                    + " order with LinkedHashMap, LinkedHashSet or TreeMap, made unmodifiable by"
                                    + " Collections.unmodifiable… (empty and one-element Map.of and Set.of are fine)")
                    .allowEmptyShould(true);

    private static ArchRule seesValuesOnly(String step) {
        var own = "io.freshet." + step + "..";
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(VALUES, own, JDK, NULLNESS)
                .because(
                        step
                                + " is pure: values in, values out; let the caller ask the port and pass the answer in")
                .allowEmptyShould(true);
    }

    /// What makes code impure, told from the access alone: its owner, its name, its parameters.
    private static final class Impure {
        private Impure() {}

        static boolean readsClockOrDrawsChance(JavaAccess<?> access) {
            var owner = access.getTargetOwner().getFullName();
            return switch (access.getTarget().getName()) {
                case "now" -> owner.startsWith("java.time.");
                case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
                case "random" ->
                        owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath");
                case "randomUUID" -> owner.equals("java.util.UUID");
                case "of", "getDefault" -> owner.startsWith("java.util.random.");
                case "identityHashCode" -> owner.equals("java.lang.System");
                case "shuffle" ->
                        owner.equals("java.util.Collections")
                                && access.getTarget().getDescription().contains("(java.util.List)");
                case String name ->
                        (owner.equals("java.time.Clock")
                                        && (name.startsWith("system") || name.startsWith("tick")))
                                || (name.equals("<init>")
                                        && owner.matches("java\\.util\\.(Splittable)?Random"))
                                || owner.equals("java.util.concurrent.ThreadLocalRandom")
                                || owner.equals("java.security.SecureRandom");
            };
        }

        static boolean ownsThread(JavaAccess<?> access) {
            var name = access.getTarget().getName();
            return switch (access.getTargetOwner().getFullName()) {
                case "java.lang.Thread" ->
                        !name.equals("currentThread") && !name.equals("isInterrupted");
                case "java.util.concurrent.Executors",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.Timer" ->
                        true;
                case "java.util.concurrent.CompletableFuture" -> name.endsWith("Async");
                case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
                case "java.util.concurrent.locks.LockSupport" -> name.startsWith("park");
                case "java.lang.Object" -> name.equals("wait");
                case String _ -> false;
            };
        }

        static boolean saltsOrder(JavaAccess<?> access) {
            var owner = access.getTargetOwner().getFullName();
            var name = access.getTarget().getName();
            if (owner.equals("java.util.stream.Collectors")) {
                return name.equals("toUnmodifiableSet") || name.equals("toUnmodifiableMap");
            }
            if (!owner.equals("java.util.Map") && !owner.equals("java.util.Set")) {
                return false;
            }
            var one =
                    owner.equals("java.util.Map")
                            ? "(java.lang.Object, java.lang.Object)"
                            : "(java.lang.Object)";
            return switch (name) {
                case "of" -> {
                    var target = access.getTarget().getFullName();
                    yield !target.endsWith("()") && !target.endsWith(one);
                }
                case "ofEntries", "copyOf" -> true;
                default -> false;
            };
        }
    }
}
