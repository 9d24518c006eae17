package io.freshet.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every source of every module keeps the rules that can be counted.
final class TidyTest {
    private static final SourceTree TREE = SourceTree.read();

    static List<TidyRules.Rule> rules() {
        return TidyRules.ALL;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everySourceIsTidy(TidyRules.Rule rule) {
        var findings =
                TREE.sources().stream().flatMap(source -> rule.findings(source).stream()).toList();

        assertThat(findings).as(rule.advice()).isEmpty();
    }

    @Test
    void everyPackageOfTheProductIntroducesItself() {
        var packages = new TreeSet<String>();
        TREE.sources().stream()
                .filter(JavaSource::isMain)
                .forEach(source -> packages.add(source.directory()));
        TREE.sources().stream()
                .filter(JavaSource::isPackageInfo)
                .forEach(info -> packages.remove(info.directory()));

        assertThat(packages)
                .as(
                        "write package-info.java there: /// what goes in, what comes out, which invariants; @NullMarked")
                .isEmpty();
    }

    @Test
    void theSourcesOfAllModulesAreSeen() {
        assertThat(TREE.sources())
                .extracting(JavaSource::module)
                .contains("engine", "adapters", "server");
    }
}
