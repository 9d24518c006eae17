package io.freshet.server.e2e;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The servers of one test: none outlives it, and where it failed what they printed is shown.
final class Servers implements AfterEachCallback {
    private final List<ServerProcess> servers = new ArrayList<>();
    private final Set<Home> homes = new LinkedHashSet<>();

    /// A server over an empty data directory.
    ServerProcess start(String model) {
        return start(Home.with(model));
    }

    /// A server over what another has left.
    ServerProcess start(Home home) {
        homes.add(home);
        ServerProcess server = ServerProcess.start(home);
        servers.add(server);
        return server;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        servers.forEach(ServerProcess::close);
        if (context.getExecutionException().isPresent()) {
            homes.forEach(home -> System.out.println("server output:\n" + home.printed()));
        }
        homes.forEach(Home::delete);
    }
}
