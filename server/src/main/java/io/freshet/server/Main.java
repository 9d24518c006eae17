package io.freshet.server;

import io.freshet.library.Assembly;
import io.freshet.server.cli.Cli;
import io.freshet.server.cli.Terminal;

/// `freshet`: the server and its command line.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        FreshetServing serving = new FreshetServing(Assembly::new);
        System.exit(Cli.run(Terminal.system(), serving, new LocalReading(), arguments));
    }
}
