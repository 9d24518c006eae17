package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Block;
import io.freshet.Block.Kind;
import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Chunking;
import io.freshet.Placement;
import io.freshet.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ChunkerTest {
    private static final Chunking DEFAULT = Chunking.DEFAULT;

    @Test
    void aTextThatSaysNothingHasNoChunk() {
        for (String text : List.of("", " ", "\n\n \t\r\n")) {
            assertThat(chunk(text).placements()).isEmpty();
            assertThat(chunk(text).chunks()).isEmpty();
        }
    }

    @Test
    void placementsTileTheText() {
        for (int seed = 0; seed < 40; seed++) {
            var texts = new Texts(seed);
            for (String text : List.of("\n\n" + texts.document(60), texts.noise(80))) {
                assertTiles(text, chunk(text).placements(), seed);
            }
        }
    }

    @Test
    void noChunkIsLargerThanTheMaximumWhateverTheText() {
        for (int target : new int[] {32, 100, 320, 2000}) {
            var chunking = new Chunking(target, Chunking.Prefix.NONE);
            for (int seed = 0; seed < 30; seed++) {
                String noise = new Texts(seed).noise(120);
                assertMaximum(noise, Texts.blocks(noise), chunking, seed);
                assertMaximum(noise, List.of(whole(noise, Kind.CODE)), chunking, seed);
            }
        }
    }

    @Test
    void aChunkIsAddressedByExactlyItsText() {
        var chunked = chunk(new Texts(1).document(80));
        for (var entry : chunked.chunks().entrySet()) {
            Chunk chunk = entry.getValue();
            assertThat(entry.getKey()).isEqualTo(chunk.hash()).isEqualTo(Text.hash(chunk.text()));
            assertThat(chunk.tokens()).isEqualTo(Tokens.count(chunk.text()));
        }
        assertThat(chunked.chunks().sequencedKeySet())
                .containsExactlyElementsOf(
                        chunked.placements().stream().map(Placement::hash).distinct().toList());
    }

    @Test
    @Tag("I10")
    void theSameTextGivesTheSameChunks() {
        String text = new Texts(7).document(100);
        assertThat(chunk(text)).isEqualTo(chunk(text));
        assertThat(chunk("# One\n\nA first paragraph.\n").placements())
                .containsExactly(
                        new Placement(
                                Text.hash("# One\nA first paragraph."), 0, 26, 7, List.of("One")));
    }

    @Test
    void lineEndsTrailingBlanksAndWrappingChangeNoHash() {
        for (int seed = 0; seed < 30; seed++) {
            String text = new Texts(seed).document(60);
            var hashes = hashes(text);
            assertThat(hashes(text.replace("\n", "\r\n"))).as("seed %d", seed).isEqualTo(hashes);
            assertThat(hashes(text.replace("\n", "\r"))).as("seed %d", seed).isEqualTo(hashes);
            assertThat(hashes(text.replace("\n", "  \t\n"))).as("seed %d", seed).isEqualTo(hashes);
            assertThat(hashes(text.replace(". ", ".\n"))).as("seed %d", seed).isEqualTo(hashes);
        }
    }

    @Test
    void codeKeepsItsLines() {
        String text = "```\nif x:  \n    y\n\n    z\n```\n";
        assertThat(only(text, List.of(whole(text, Kind.CODE))).text())
                .isEqualTo("```\nif x:\n    y\n\n    z\n```");
        assertThat(only(text, List.of(whole(text, Kind.PARAGRAPH))).text())
                .isEqualTo("``` if x: y z ```");
    }

    @Test
    void frontMatterIsInNoChunksTextButInAPlacement() {
        String front = "---\ntitle: x\n---\n\n";
        String body = new Texts(3).document(40);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block(Kind.FRONT_MATTER, 0, 0, front.strip().length()));
        for (Block b : Texts.blocks(body)) {
            int by = front.length();
            blocks.add(new Block(b.kind(), b.depth(), b.start() + by, b.end() + by));
        }
        var with = Chunker.chunk(front + body, blocks, DEFAULT);
        assertThat(with.chunks()).isEqualTo(chunk(body).chunks());
        assertTiles(front + body, with.placements(), 3);
        assertThat(Chunker.chunk(front, blocks.subList(0, 1), DEFAULT).placements()).isEmpty();
    }

    @Test
    void hardlyAnyChunkIsTiny() {
        int chunks = 0;
        int tiny = 0;
        for (int seed = 0; seed < 40; seed++) {
            for (Placement placement : chunk(new Texts(seed).document(120)).placements()) {
                chunks++;
                tiny += placement.tokens() < DEFAULT.tokensMin() ? 1 : 0;
            }
        }
        assertThat(tiny).as("of %d chunks", chunks).isLessThan(chunks / 200);
    }

    @Test
    void anAppendedSectionChangesTheLastChunksAtMost() {
        for (int seed = 0; seed < 40; seed++) {
            var texts = new Texts(seed);
            String text = texts.document(60);
            var before = hashes(text);
            var after = hashes(text + "# " + texts.words(3) + "\n\n" + texts.sentences(20) + "\n");
            int same = Math.max(0, before.size() - 2);
            assertThat(after.subList(0, same))
                    .as("seed %d", seed)
                    .isEqualTo(before.subList(0, same));
        }
    }

    @Test
    void identicalTextIsOneChunkInManyPlaces() {
        String section = "# Same\n\n" + new Texts(5).sentences(20) + "\n\n";
        var chunked = chunk(section.repeat(30));
        assertThat(chunked.placements()).hasSize(30);
        assertThat(chunked.chunks()).hasSize(1);
    }

    @Test
    void whatAColonAnnouncesStaysWithIt() {
        var texts = new Texts(11);
        for (int i = 0; i < 50; i++) {
            String intro = texts.sentences(9) + " See this:";
            String text =
                    texts.sentences(9) + "\n\n" + intro + "\n\n- " + texts.sentences(3) + "\n";
            String item = text.substring(text.indexOf("\n- ") + 1).strip();
            assertThat(chunk(text).chunks().values())
                    .anyMatch(c -> c.text().contains("See this:") && c.text().contains(item));
        }
    }

    private static void assertTiles(String text, List<Placement> placements, int seed) {
        int at = 0;
        for (Placement placement : placements) {
            assertThat(placement.start()).as("seed %d", seed).isEqualTo(at);
            at = placement.end();
        }
        assertThat(at).as("seed %d", seed).isEqualTo(text.length());
    }

    private static void assertMaximum(
            String text, List<Block> blocks, Chunking chunking, int seed) {
        var chunked = Chunker.chunk(text, blocks, chunking);
        assertThat(chunked.chunks().values())
                .as("seed %d target %d", seed, chunking.targetTokens())
                .isNotEmpty()
                .allMatch(c -> Tokens.count(c.text()) <= chunking.tokensMax());
        assertTiles(text, chunked.placements(), seed);
    }

    private static Block whole(String text, Kind kind) {
        return new Block(kind, 0, 0, text.length());
    }

    private static Chunk only(String text, List<Block> blocks) {
        var chunks = Chunker.chunk(text, blocks, DEFAULT).chunks();
        assertThat(chunks).hasSize(1);
        return chunks.firstEntry().getValue();
    }

    private static Chunked chunk(String text) {
        return Chunker.chunk(text, Texts.blocks(text), DEFAULT);
    }

    private static List<String> hashes(String text) {
        return chunk(text).placements().stream().map(Placement::hash).toList();
    }
}
