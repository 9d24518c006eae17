package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.library.config.AllowedAddresses;
import io.freshet.library.config.Config;
import io.freshet.library.config.WebhookFiles;
import io.freshet.server.page.ApiContract;
import io.freshet.server.stream.EngineFeeds;
import io.freshet.server.stream.StreamLimits;
import io.freshet.server.stream.StreamRoutes;
import io.freshet.server.webhook.Pace;
import io.freshet.server.webhook.Webhooks;
import java.util.List;
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
        Router.of(shards, bounds, () -> "", webhooks())
                .methods()
                .forEach((route, methods) -> routed.put(route.pattern(), methods));
        // With other methods this path is the document called "list".
        routed.put(Route.DOCUMENTS_LIST.pattern(), Set.of("POST"));

        assertThat(ApiContract.operations()).isEqualTo(routed);
    }

    private static Webhooks webhooks() {
        StreamRoutes stream =
                new StreamRoutes(
                        new EngineFeeds(RoutesAreDescribedTest::none),
                        StreamLimits.DEFAULT,
                        _ -> {});
        return Webhooks.over(
                stream.reading(), WebhookFiles.NONE, AllowedAddresses.of(List.of()), Pace.DEFAULT);
    }

    private static io.freshet.engine.Engine none() {
        throw new AssertionError("the routes need no engine");
    }
}
