package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A file of the data directory is gone: what can be had again is, and what cannot is named.
final class LostFilesIT {
    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(7);

    @Test
    @Tag("I4")
    @Tag("I5")
    @Tag("A28")
    void aLostSearchIndexIsFilledFromTheLedgerAndNothingIsEmbeddedAgain() throws IOException {
        ServerProcess server = servers.start(Home.FAST_MODEL);
        Map<String, String> texts = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            texts.put("page-" + i, prose.page(2) + "\nUnique token" + i + ".\n");
        }
        texts.forEach(server.api()::put);
        assertThat(server.terminate()).isZero();
        Path ledger = server.home().find("ledger.db");
        Home.delete(storeBeside(ledger));

        Api api = servers.start(server.home()).api();

        Rebuilt.matches(api, texts);
        assertThat(api.find("token3")).containsExactly("page-3");
        assertThat(api.textsEmbedded()).isZero();
    }

    /// The directory with Lucene's files, in the collection's.
    private static Path storeBeside(Path ledger) throws IOException {
        try (Stream<Path> files = Files.walk(ledger.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    @Test
    @Tag("A28")
    void aLostLedgerIsNamedAndItsCollectionRefusesWhileTheOthersGoOn() throws IOException {
        ServerProcess server = servers.start(Home.FAST_MODEL);
        server.api().put("kept.md", prose.paragraph(3) + " Palladium.");
        server.api().of("other").put("lost.md", prose.paragraph(3));
        assertThat(server.terminate()).isZero();
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(server.home().find("other").resolve("ledger.db" + suffix));
        }

        ServerProcess again = servers.start(server.home());

        assertThat(again.api().find("palladium")).containsExactly("kept.md");
        again.api().put("more.md", prose.paragraph(3) + " Rhodium.");
        assertThat(again.api().find("rhodium")).containsExactly("more.md");
        Api other = again.api().of("other");
        assertThat(other.status().path("state").asString()).isEqualTo("corrupt");
        assertThat(other.status().path("problem").asString()).contains("ledger");
        assertThat(other.get("/search?q=anything").status()).isEqualTo(503);
        assertThat(other.get("/search?q=anything").code()).isEqualTo("corrupt");
        assertThat(other.post("/events", Api.upsert("new", "text").toString()).code())
                .isEqualTo("corrupt");
    }
}
