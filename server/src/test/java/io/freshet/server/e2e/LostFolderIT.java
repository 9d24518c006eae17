package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A followed folder that cannot be read, goes away or is suddenly empty takes nothing with it.
final class LostFolderIT {
    private static final int PAGES = 40;
    private static final Pattern CONFIRMED =
            Pattern.compile("withheld deletes are confirmed documents=(\\d+)");

    @RegisterExtension final Servers servers = new Servers();

    @TempDir private Path directory;
    private Tree tree;

    @BeforeEach
    void fills() {
        tree = Tree.in(directory, "docs");
        for (int i = 0; i < PAGES; i++) {
            tree.write("part" + i % 4 + "/" + i + ".md", "page " + i + " of the scandium manual");
        }
    }

    @AfterEach
    void makesReadable() {
        Tree.run(directory, "chmod -R u+rwx .");
    }

    private Followed start(Home home) {
        Followed docs = new Followed(servers.start(home).api(), tree);
        docs.awaitSame();
        return docs;
    }

    private Home home(String guard) {
        return Home.with(
                Home.FAST_MODEL,
                "collections: {knowledge_base: {sources: [{type: folder, path: "
                        + tree.root()
                        + "}], "
                        + guard
                        + "}}\n");
    }

    /// A server for which a directory without permissions is one, also where the tests are run by
    /// root.
    private Home withoutPrivileges(Home home) throws IOException {
        Tree probe = Tree.in(directory, "probe");
        probe.shell("chmod 000 .");
        if (!Files.isReadable(probe.root())) {
            return home;
        }
        boolean setpriv = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        assumeTrue(setpriv, "whoever runs this reads everything, and there is no setpriv");
        String rights = "-dac_override,-dac_read_search";
        return home.runBy("setpriv", "--bounding-set", rights, "--inh-caps", rights);
    }

    @Test
    @Tag("I1")
    @Tag("A17")
    void whatCannotBeReadOrIsMovedAwayIsKeptAndTheProblemIsShown() throws IOException {
        Followed docs = start(withoutPrivileges(home("delete_guard: {documents: 1, share: 1%}")));
        List<String> all = docs.api().documents();
        tree.shell("chmod 000 part1");
        tree.delete("part2/2.md");
        docs.awaitDocuments(all.stream().filter(id -> !id.equals("part2/2.md")).toList());
        tree.shell("chmod 700 part1");
        tree.write("part2/2.md", "page 2 of the scandium manual");
        docs.awaitDocuments(all);

        tree.shell("chmod 000 .");
        assertThat(docs.awaitProblem()).contains("permission denied");
        assertThat(docs.api().documents()).isEqualTo(all);
        tree.shell("chmod 700 " + tree.root());
        docs.awaitNoProblem();

        Tree.run(directory, "mv docs away");
        assertThat(docs.awaitProblem()).contains("no such folder");
        assertThat(docs.api().documents()).isEqualTo(all);
        Tree.run(directory, "echo 'page of the vanadium manual' > away/new.md; mv away docs");
        docs.awaitNoProblem();
        docs.awaitFound("vanadium", "new.md");
        docs.awaitSame();
        assertThat(docs.source().path("withheld").asLong(-1)).isZero();
    }

    @Test
    @Tag("I1")
    @Tag("A17")
    void aFolderThatIsSuddenlyEmptyDeletesNothingAndComesBackForNothing() {
        Followed docs = start(home("delete_guard: {confirm_after: 1s}"));
        List<String> all = docs.api().documents();
        long texts = docs.api().textsEmbedded();
        Tree.run(directory, "mv docs mounted; mkdir docs");
        docs.awaitWithheld(PAGES);
        assertThat(docs.api().documents()).isEqualTo(all);
        assertThat(docs.api().find("scandium")).hasSize(PAGES);
        Tree.run(directory, "rmdir docs; mv mounted docs");
        docs.awaitWithheld(0);
        docs.awaitMark("part0/back.md");
        docs.awaitSame();
        assertThat(docs.api().textsEmbedded()).isEqualTo(texts + 1);

        Tree.run(directory, "rm -r docs");
        assertThat(docs.awaitProblem()).contains("no such folder");
        Tree.run(directory, "mkdir docs; echo 'of the vanadium manual' > docs/only.md");
        docs.awaitFound("vanadium", "only.md");
    }

    @Test
    @Tag("I1")
    void whatIsMovedAwayAllAtOnceIsWithheldUntilAPersonReleasesIt() {
        Followed docs = start(home("delete_guard: {documents: 5}"));
        List<String> all = docs.api().documents();
        Tree.run(directory, "mkdir away; mv docs/part0 docs/part1 docs/part2 away");
        docs.awaitWithheld(PAGES * 3 / 4);
        JsonNode withheld = docs.api().get("/withheld?limit=100").ok().path("withheld");
        assertThat(withheld).hasSize(PAGES * 3 / 4);
        assertThat(withheld.path(0).path("document_id").asString()).isEqualTo("part0/0.md");
        assertThat(withheld.path(0).path("source").asString()).isEqualTo("folder");
        assertThat(withheld.path(0).path("reason").asString()).contains("delete guard");
        docs.awaitMark("part3/mark.md");
        assertThat(docs.api().documents()).containsAll(all);
        assertThat(docs.api().find("scandium")).hasSize(PAGES);

        JsonNode one =
                docs.api().post("/withheld/release", "{\"document_ids\": [\"part0/0.md\"]}").ok();
        assertThat(one.path("released").asInt()).isEqualTo(1);
        docs.awaitWithheld(PAGES * 3 / 4 - 1);
        JsonNode rest = docs.api().post("/withheld/release", "{}").ok();
        assertThat(rest.path("released").asInt()).isEqualTo(PAGES * 3 / 4 - 1);
        docs.awaitSame();
        docs.awaitWithheld(0);
        assertThat(docs.api().find("scandium")).hasSize(PAGES / 4);
        assertThat(docs.api().get("/withheld").ok().path("withheld")).isEmpty();

        Tree.run(directory, "mv away/part1 docs");
        docs.awaitSame();
        assertThat(docs.api().find("scandium")).hasSize(PAGES / 2);
    }

    @Test
    @Tag("I1")
    void whatALaterListingStillMissesIsDeletedWithoutAPerson() {
        Home home = home("delete_guard: {documents: 5, confirm_after: 1s}");
        Followed docs = start(home);
        Tree.run(directory, "mkdir away; mv docs/part0 docs/part1 docs/part2 away");
        docs.awaitSame();
        docs.awaitWithheld(0);
        docs.awaitFound("scandium", PAGES / 4);
        await().until(() -> confirmed(home) == PAGES * 3 / 4);
    }

    /// Deletes that the server says were withheld before it believed them.
    private static int confirmed(Home home) {
        return CONFIRMED
                .matcher(home.printed())
                .results()
                .mapToInt(said -> Integer.parseInt(said.group(1)))
                .sum();
    }

    @Test
    @Tag("I1")
    @Tag("A18")
    void whatChangedWhileTheServerWasDownIsFoundAtTheStart() {
        Home home = Home.with(Home.FAST_MODEL).flags("--folder", tree.root().toString());
        ServerProcess first = servers.start(home);
        new Followed(first.api(), tree).awaitSame();
        assertThat(first.terminate()).isZero();
        tree.delete("part0/0.md");
        tree.delete("part1/1.md");
        tree.delete("part2/2.md");
        tree.write("part3/3.md", "now of the promethium manual");
        tree.write("new.md", "of the actinium manual");
        tree.shell("mv part0 moved; touch part1/5.md");
        Followed docs = new Followed(servers.start(home).api(), tree);
        docs.awaitSame();
        docs.awaitFound("promethium", "part3/3.md");
        docs.awaitFound("actinium", "new.md");
        assertThat(docs.api().textsEmbedded()).isEqualTo(2);
    }
}
