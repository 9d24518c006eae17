package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.library.config.Config;
import io.freshet.server.page.ApiContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the router answers and what `/openapi.json` describes is the same.
final class RoutesAreDescribedTest {
    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Map<String, Set<String>> routed = new TreeMap<>();
        Shards shards = new Shards(RoutesAreDescribedTest::none, MemorySettings.configs(), true);
        Bounds bounds =
                new Bounds(BodySizes.DEFAULT, new Rates(new Config.Rate(0, 1), () -> 0), _ -> {});
        Router.of(shards, bounds, () -> "")
                .methods()
                .forEach((route, methods) -> routed.put(route.pattern(), methods));
        // With other methods this path is the document called "list".
        routed.put(Route.DOCUMENTS_LIST.pattern(), Set.of("POST"));

        assertThat(ApiContract.operations()).isEqualTo(routed);
    }

    private static io.freshet.engine.Engine none() {
        throw new AssertionError("the routes need no engine");
    }
}
