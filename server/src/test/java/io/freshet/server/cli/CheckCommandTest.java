package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.ProviderServer;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
    @TempDir private Path directory;
    private ProviderServer relay;
    private ProviderServer direct;

    @BeforeEach
    void start() throws IOException {
        relay = new ProviderServer().evenToProbes();
        direct = new ProviderServer().evenToProbes();
    }

    @AfterEach
    void stop() {
        relay.close();
        direct.close();
    }

    private Shell.Done check(String more, String... options) throws IOException {
        String relayed = relay.endpoint("relay").replace("key: k}", "key: '${RELAY_API_KEY}'}");
        Path file = directory.resolve("freshet.yaml");
        Files.writeString(
                file,
                "server: {data_dir: %s/data}\nembedders: {local: {type: openai, model: counting, dimensions: 64, endpoints: [%s, %s]}}\n"
                        .formatted(
                                directory,
                                relayed.replace("key:", more + "key:"),
                                direct.endpoint("direct")));
        Shell shell = new Shell(directory, false, Map.of("RELAY_API_KEY", "hs_s3cret"));
        String[] arguments = new String[options.length + 3];
        arguments[0] = "check";
        arguments[1] = "--config";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        Shell.Done done = shell.run(arguments);
        assertThat(done.out() + done.err()).doesNotContain("s3cret");
        return done;
    }

    private static Optional<ProviderServer.Reply> status(int status) {
        return Optional.of(
                new ProviderServer.Reply(
                        status, Map.of("X-RateLimit-Remaining-Tokens", "7"), "{}"));
    }

    @Test
    void whatIsWellIsSaidLineByLineAndNothingIsStored() throws IOException {
        Shell.Done done = check("key_prefixes: [hs_], ");

        assertThat(done.code()).as(done.out()).isZero();
        assertThat(done.out().lines())
                .contains(
                        "ok    local relay  key: given by ${RELAY_API_KEY}, and of the right form",
                        "ok    local relay  authentication: the key is taken",
                        "ok    local relay  model: it serves counting",
                        "ok    local relay  dimensions: 64",
                        "ok    local relay  probes: there is nothing to compare it with yet",
                        "ok    local direct  probes: same as endpoint relay");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    @Tag("I7")
    void anEndpointThatServesAnotherModelFailsWithBothNames() throws IOException {
        direct.becomes("other");

        Shell.Done done = check("", "--json");

        assertThat(done.code()).isEqualTo(1);
        var tree = Json.read(done.out());
        assertThat(tree.get("ok").booleanValue()).isFalse();
        assertThat(tree.get("checks").valueStream())
                .filteredOn(check -> check.get("result").stringValue().equals("fail"))
                .singleElement()
                .satisfies(
                        check -> {
                            assertThat(check.get("endpoint").stringValue()).isEqualTo("direct");
                            assertThat(check.get("check").stringValue()).isEqualTo("probes");
                            assertThat(check.get("detail").stringValue())
                                    .startsWith("it serves another model than endpoint relay");
                        });
    }

    @Test
    void aRefusedKeyIsNamedAndTheOthersAreCheckedToo() throws IOException {
        relay.misbehave(_ -> status(401));

        Shell.Done done = check("");

        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out().lines())
                .contains(
                        "FAIL  local relay  authentication: endpoint relay refuses the key of"
                                + " ${RELAY_API_KEY}: 401: give it a key of this provider",
                        "ok    local direct  authentication: the key is taken");
    }

    @Test
    void aKeyOfAnotherFormFailsAndIsNeverSent() throws IOException {
        Shell.Done done = check("key_prefixes: [sk-], ");

        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out())
                .contains("FAIL  local relay  key: it does not have the form that is needed")
                .contains("set ${RELAY_API_KEY} to a key that begins with sk-");
        assertThat(relay.asked()).isEmpty();
    }

    @Test
    void tooManyRequestsCountAsAuthenticated() throws IOException {
        relay.misbehave(_ -> status(429));

        Shell.Done done = check("");

        assertThat(done.code()).as(done.out()).isZero();
        assertThat(done.out()).contains("warn  local relay  authentication: too many requests");
    }

    @Test
    void otherDimensionsComeWithTheRightNumberAndNobodyThereWithTheAddress() throws IOException {
        String narrow = ProviderServer.answer(Collections.nCopies(4, new float[] {1, 2, 3}));
        relay.misbehave(_ -> Optional.of(new ProviderServer.Reply(200, Map.of(), narrow)));
        direct.close();

        Shell.Done done = check("");

        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out())
                .contains("FAIL  local relay  dimensions: its vectors have 3 numbers, not 64")
                .contains("FAIL  local direct  reachable: endpoint direct cannot be reached");
    }

    @Test
    void theBuiltInModelIsLoadedAndAnswers() {
        Shell.Done done = new Shell(directory).run("check", "--data", directory + "/data");

        assertThat(done.code()).as(done.out() + done.err()).isZero();
        assertThat(done.out().lines()).contains("ok    local local  dimensions: 384");
    }
}
