package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhookHomesTest {
    private static final CollectionName DOCS = new CollectionName("docs");

    @TempDir Path data;

    @Test
    void webhooksLieWithTheirCollectionAndGoWithIt() {
        Homes homes = new Homes(data);
        var _ = homes.of(DOCS);
        WebhookHomes webhooks = new WebhookHomes(homes);
        webhooks.write(DOCS, "b", "first");
        webhooks.write(DOCS, "b", "second");
        webhooks.write(DOCS, "a", "other");
        assertThat(webhooks.names(DOCS)).containsExactly("a", "b");
        assertThat(new WebhookHomes(new Homes(data)).read(DOCS, "b")).contains("second");
        webhooks.delete(DOCS, "a");
        webhooks.delete(DOCS, "a");
        assertThat(webhooks.names(DOCS)).containsExactly("b");

        homes.remove(DOCS, 3);
        assertThat(webhooks.names(DOCS)).isEmpty();
        assertThat(webhooks.read(DOCS, "b")).isEmpty();
    }

    @Test
    void aCollectionThatIsGoneIsNotMadeByItsWebhook() {
        Homes homes = new Homes(data);
        WebhookHomes webhooks = new WebhookHomes(homes);
        assertThat(webhooks.names(DOCS)).isEmpty();
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> webhooks.write(DOCS, "a", "text"));
        assertThat(homes.existing()).isEmpty();
    }

    @Test
    void nobodyElseMayReadASecret() throws IOException {
        Homes homes = new Homes(data);
        var _ = homes.of(DOCS);
        new WebhookHomes(homes).write(DOCS, "a", "secret");
        Path directory = data.resolve("collections/docs/webhooks");
        Assumptions.assumeTrue(
                Files.getFileStore(directory).supportsFileAttributeView("posix"),
                "no such permissions here");
        assertThat(Files.getPosixFilePermissions(directory))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }
}
