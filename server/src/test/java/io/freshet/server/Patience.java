package io.freshet.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long a test waits for what must come, on a machine that is busy with other things: longer
/// than anything takes, since a test that passes does not wait. Every test has it, by
/// `junit-platform.properties`.
public final class Patience implements BeforeAllCallback {
    public static final Duration MAX = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(MAX);
    }
}
