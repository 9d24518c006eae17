package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/// Folders that a server follows while people work in them. One server for all tests; each has a
/// folder and a collection of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FollowedFolderIT {
    private static final List<String> NAMES =
            List.of("edited", "odd", "saved", "branches", "linked", "moved", "burst", "hooks");

    @TempDir private static Path directory;
    private ServerProcess server;

    @RegisterExtension
    final TestWatcher output =
            new TestWatcher() {
                @Override
                public void testFailed(ExtensionContext context, Throwable cause) {
                    System.out.println("server output:\n" + server.home().printed());
                }
            };

    private final Prose prose = new Prose(11);

    @BeforeAll
    void starts() {
        List<String> flags = new ArrayList<>();
        for (String name : NAMES) {
            flags.add("--folder");
            flags.add(name + "=" + Tree.in(directory, name).root());
        }
        server =
                ServerProcess.start(Home.with(Home.FAST_MODEL).flags(flags.toArray(String[]::new)));
    }

    @AfterAll
    void stops() {
        server.close();
        server.home().delete();
    }

    private Followed followed(String name) {
        return new Followed(
                Api.to(server.port(), name), new Tree(directory.resolve(name).toAbsolutePath()));
    }

    @Test
    @Tag("I5")
    @Tag("A02")
    @Tag("A04")
    void aFileThatIsTouchedCostsNothingAndAShorterOneLosesItsTail() {
        Followed docs = followed("edited");
        String head = prose.page(8);
        docs.tree().write("a.md", head + "\n\n# Tail\n\nThe zirconium lies at the end.\n");
        docs.awaitFound("zirconium", "a.md");
        docs.api().awaitNothingPending();
        long texts = docs.api().textsEmbedded();
        long version = docs.api().version();
        docs.tree().shell("touch a.md");
        docs.awaitMark("b.md");
        assertThat(docs.api().textsEmbedded()).isEqualTo(texts + 1);
        assertThat(docs.api().version()).isEqualTo(version + 1);
        docs.tree().write("a.md", head);
        docs.awaitFound("zirconium");
        docs.tree().delete("a.md");
        docs.awaitDocuments(List.of("b.md"));
    }

    @Test
    @Tag("A12")
    void oddTextsAndOddNamesHoldNobodyUp() throws IOException {
        Followed docs = followed("odd");
        Files.write(
                docs.tree().root().resolve("nul.md"),
                "before\0after".getBytes(StandardCharsets.UTF_8));
        docs.tree().write("blank.md", "\n\n \n");
        docs.tree().write("headings.md", "# One\n\n## Two\n");
        docs.tree().write("long.md", "data:" + "A".repeat(40_000) + "\n\nand hafnium\n");
        docs.tree().write("good.md", "the rhenium is here");
        docs.tree().write("sp ace/ü%2F#?.md", "an odd name with osmium");
        docs.tree().shell("printf x > \"$(printf 'bad\\377.md')\"; mkfifo pipe.md");
        docs.awaitFound("rhenium", "good.md");
        docs.awaitFound("hafnium", "long.md");
        docs.awaitFound("osmium", "sp ace/ü%2F#?.md");
        assertThat(docs.api().read("sp ace/ü%2F#?.md").status()).isEqualTo(200);
        docs.awaitSkipped("bad%FF.md", "UTF-8");
        docs.awaitSkipped("pipe.md", "neither");
        docs.tree().write("good.md", "");
        docs.awaitFound("rhenium");
        docs.tree().delete("sp ace/ü%2F#?.md");
        docs.awaitFound("osmium");
        assertThat(docs.api().read("good.md").status()).isEqualTo(200);
    }

    @Test
    void twoSpellingsOfOneNameAreTwoDocuments() {
        Followed docs = followed("hooks");
        docs.tree().write("é.md", "composed tantalum");
        docs.tree().write("e\u0301.md", "decomposed tantalum");
        docs.awaitFound("tantalum", "e\u0301.md", "é.md");
        docs.tree().delete("é.md");
        docs.awaitFound("tantalum", "e\u0301.md");
    }

    @Test
    @Tag("A19")
    void howeverAnEditorSavesTheFileIsFreshAndItsTemporaryFilesAreNoDocuments() {
        Followed docs = followed("saved");
        docs.tree().write("x.md", "old words");
        docs.awaitFound("old", "x.md");
        docs.tree().shell("printf 'atomic words' > .x.tmp && mv .x.tmp x.md");
        docs.awaitFound("atomic", "x.md");
        docs.tree()
                .shell(
                        "printf 4 > 4913; rm 4913; printf swp > .x.md.swp; mv x.md x.md~;"
                                + " printf 'vim words' > x.md; rm x.md~ .x.md.swp");
        docs.awaitFound("vim", "x.md");
        docs.tree().shell("printf half > x.md; printf ' of lutetium' >> x.md");
        docs.awaitFound("lutetium", "x.md");
        assertThat(docs.api().documents()).containsExactly("x.md");
    }

    @Test
    @Tag("A19")
    void aBranchThatIsCheckedOutIsIndexedAndBackAgainCostsNothing() {
        Followed docs = followed("branches");
        docs.tree()
                .shell(
                        "git init -q -b one .; git config user.email a@b.example; git config"
                                + " user.name A; for i in $(seq 30); do echo \"page $i of niobium\" >"
                                + " p$i.md; done; mkdir sub; echo 'only in one: yttrium' > sub/one.md;"
                                + " git add .; git commit -qm one; git checkout -q -b two; git rm -q"
                                + " p1.md sub/one.md; for i in $(seq 2 9); do echo \"page $i of"
                                + " terbium\" > p$i.md; done; git add .; git commit -qm two; git"
                                + " checkout -q one");
        docs.awaitSame();
        docs.awaitFound("yttrium", "sub/one.md");
        docs.tree().shell("git checkout -q two");
        docs.awaitSame();
        docs.awaitFound("yttrium");
        docs.awaitFound("terbium", 8);
        long texts = docs.api().textsEmbedded();
        docs.tree().shell("git checkout -q one");
        docs.awaitSame();
        docs.awaitFound("yttrium", "sub/one.md");
        docs.awaitFound("terbium");
        assertThat(docs.api().textsEmbedded()).isEqualTo(texts);
    }

    @Test
    @Tag("A20")
    void linksLeadNowhereTwice() throws IOException {
        Followed docs = followed("linked");
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.md"), "the thulium is outside");
        docs.tree().write("a/x.md", "the thulium is in a");
        docs.tree().write("b/y.md", "the thulium is in b");
        docs.tree()
                .shell(
                        "ln -s . loop; ln -s ../b a/b; ln -s ../a b/a; ln -s a/x.md x.md;"
                                + " ln -s ../outside out; ln -s ../outside/secret.md secret.md");
        docs.awaitMark("z.md");
        docs.awaitFound("thulium", "a/x.md", "b/y.md");
        docs.awaitSkipped("out", "out of the folder");
        docs.awaitSkipped("x.md", "anyway");
    }

    @Test
    @Tag("I5")
    void aFolderOfFiveHundredFilesIsRenamedForNothing() {
        Followed docs = followed("moved");
        Tree.run(
                directory,
                "mkdir old; cd old; for i in $(seq 500); do echo \"page $i\" > $i.md; done; cd ..;"
                        + " mv old moved");
        docs.awaitSame();
        long texts = docs.api().textsEmbedded();
        docs.tree().shell("mv old new");
        docs.awaitSame();
        assertThat(docs.api().textsEmbedded()).isEqualTo(texts);
        assertThat(docs.source().path("withheld").asLong(-1)).isZero();
        docs.tree().write("new/7.md", "page 7 of caesium");
        docs.awaitFound("caesium", "new/7.md");
    }

    @Test
    @Tag("A21")
    void whateverHappensWhileTheProcessIsPausedIsFoundAfterwards() {
        Followed docs = followed("burst");
        docs.tree()
                .shell(
                        "for i in $(seq 1000); do echo \"page $((i % 50))\" > $i.md; done; echo x >"
                                + " keep.md");
        docs.awaitSame();
        docs.tree().shell("kill -STOP " + server.pid());
        docs.tree()
                .shell(
                        "for i in $(seq 1001 3500); do echo \"page $((i % 50))\" > $i.md; done;"
                                + " for i in $(seq 500 600); do echo changed > $i.md; done;"
                                + " for i in $(seq 1001 2 3400); do rm $i.md; done; mkdir sub;"
                                + " for i in $(seq 1200); do echo \"sub $((i % 50))\" > sub/$i.md;"
                                + " done; echo 'gadolinium' > sub/last.md; kill -CONT "
                                + server.pid());
        docs.awaitSame();
        docs.awaitFound("gadolinium", "sub/last.md");
        docs.awaitFound("changed", 100);
        Awaitility.await().until(() -> docs.source().path("problem").asString("").isEmpty());
    }
}
