package io.freshet.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.library.config.AllowedAddresses;
import io.freshet.server.webhook.Posting.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostingTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.216.34");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final AllowedAddresses PUBLIC_ONLY = AllowedAddresses.of(List.of());
    private static final AllowedAddresses WITH_LOOPBACK = AllowedAddresses.of(List.of("127.0.0.1"));
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final AtomicInteger asked = new AtomicInteger();

    private Posting posting(AllowedAddresses allowed, Posting.Names names) {
        return posting(allowed, names, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private Posting posting(AllowedAddresses allowed, Posting.Names names, SSLSocketFactory tls) {
        Posting.Names counted =
                host -> {
                    asked.incrementAndGet();
                    return names.addresses(host);
                };
        return new Posting(allowed, counted, tls, DEADLINE, Clock.systemUTC());
    }

    private static Answer post(Posting posting, String url) throws InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return posting.post(URI.create(url), Map.of("Content-Type", "application/json"), body);
    }

    private static Answer.Failed failed(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return (Answer.Failed) answer;
    }

    @Test
    void aNameThatComesToMeanAnAddressWithinIsRefusedWhenItIsConnected() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Posting.Names rebinding =
                _ -> new InetAddress[] {times.getAndIncrement() == 0 ? PUBLIC : LOOPBACK};
        try (var receiver = new Receiver();
                var posting = posting(PUBLIC_ONLY, rebinding)) {
            assertThat(posting.checked("rebinding.example")).containsExactly(PUBLIC);
            Answer answer = post(posting, "http://rebinding.example:" + receiver.port() + "/");
            assertThat(failed(answer).problem()).contains("127.0.0.1", "not public");
            assertThat(receiver.posts()).isEmpty();
        }
    }

    @Test
    void aNameIsResolvedOnceForAPostSoThatWhatWasCheckedIsWhatIsConnected() throws Exception {
        try (var receiver = new Receiver();
                var posting = posting(WITH_LOOPBACK, _ -> new InetAddress[] {LOOPBACK})) {
            String url = "http://only-here.example:" + receiver.port() + "/in?a=b";
            assertThat(post(posting, url)).isInstanceOf(Answer.Taken.class);
            assertThat(asked).hasValue(1);
            assertThat(receiver.posts().getFirst().path()).isEqualTo("/in?a=b");
        }
    }

    @Test
    void aNameOfWhichOneAddressIsWithinIsRefused() throws Exception {
        try (var posting = posting(PUBLIC_ONLY, _ -> new InetAddress[] {PUBLIC, LOOPBACK})) {
            assertThat(failed(post(posting, "http://mixed.example/")).problem())
                    .contains("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "1.1.1.1, true",
        "172.32.0.1, true",
        "100.128.0.1, true",
        "2606:4700::1111, true",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "172.31.255.255, false",
        "192.168.0.1, false",
        "127.0.0.1, false",
        "127.255.255.254, false",
        "0.0.0.0, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::, false",
        "::1, false",
        "fe80::1, false",
        "fc00::1, false",
        "fd12::1, false",
        "ff02::1, false",
        "::ffff:127.0.0.1, false",
        "::127.0.0.1, false",
        "64:ff9b::7f00:1, false",
        "2002:7f00:1::, false",
        "2001::1, false"
    })
    void onlyPublicAddressesAreAllowedByThemselves(String address, boolean allowed) {
        assertThat(PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).isEqualTo(allowed);
    }

    @Test
    void rangesAreAllowedByTheirBits() {
        var some = AllowedAddresses.of(List.of("10.1.0.0/16", "192.168.7.9", "fd00::/9"));
        for (String inside : List.of("10.1.0.0", "10.1.255.255", "192.168.7.9", "fd7f::1")) {
            assertThat(some.allows(InetAddress.ofLiteral(inside))).as(inside).isTrue();
        }
        for (String outside : List.of("10.2.0.0", "10.0.255.255", "192.168.7.8", "fd80::1")) {
            assertThat(some.allows(InetAddress.ofLiteral(outside))).as(outside).isFalse();
        }
    }

    /// A receiver that says just this.
    private static ServerSocket saying(String answer) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(LOOPBACK, 0));
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Socket socket = server.accept()) {
                                readBody(socket.getInputStream());
                                socket.getOutputStream()
                                        .write(answer.getBytes(StandardCharsets.ISO_8859_1));
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        return server;
    }

    /// To the end of the body that is posted here, or of what comes.
    private static void readBody(InputStream in) throws IOException {
        String read = "";
        int octet = in.read();
        while (octet >= 0) {
            read += (char) octet;
            octet = read.endsWith("{}") ? -1 : in.read();
        }
    }

    private Answer whereItSays(String answer) throws Exception {
        try (ServerSocket server = saying(answer);
                var posting = posting(WITH_LOOPBACK, InetAddress::getAllByName)) {
            return post(posting, "http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    @Test
    void answersAreReadAsTheyAreMeant() throws Exception {
        assertThat(whereItSays("HTTP/1.1 200 OK\r\n\r\n")).isEqualTo(new Answer.Taken());
        assertThat(whereItSays("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202\r\n\r\n"))
                .isEqualTo(new Answer.Taken());
        assertThat(whereItSays("HTTP/1.1 410 Gone\r\n\r\n")).isEqualTo(new Answer.Gone());
        assertThat(whereItSays("HTTP/1.1 429 Slow down\r\nretry-after: 7\r\n\r\n"))
                .isEqualTo(new Answer.Failed("answered 429", Duration.ofSeconds(7)));
        assertThat(whereItSays("HTTP/1.1 503 No\r\nRetry-After: soon\r\n\r\n"))
                .isEqualTo(new Answer.Failed("answered 503", Duration.ZERO));
        for (String odd : List.of("", "SSH-2.0-none\r\n\r\n", "HTTP/1.1 20", "x".repeat(20_000))) {
            assertThat(failed(whereItSays(odd)).problem()).contains("cannot be reached");
        }
    }

    @Test
    void whoNeverAnswersIsLeftAtTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(new InetSocketAddress(LOOPBACK, 0));
            var posting =
                    new Posting(
                            WITH_LOOPBACK,
                            InetAddress::getAllByName,
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            Duration.ofMillis(200),
                            Clock.systemUTC());
            try (posting) {
                Answer answer = post(posting, "http://127.0.0.1:" + silent.getLocalPort() + "/");
                assertThat(failed(answer).problem()).contains("no answer");
            }
        }
    }

    @Test
    void aCertificateIsCheckedAgainstTheNameAndNotAgainstTheAddress(@TempDir Path directory)
            throws Exception {
        SSLContext known = certificate(directory, "hooks.example");
        try (var server = (SSLServerSocket) known.getServerSocketFactory().createServerSocket();
                var posting =
                        posting(
                                WITH_LOOPBACK,
                                _ -> new InetAddress[] {LOOPBACK},
                                known.getSocketFactory())) {
            server.bind(new InetSocketAddress(LOOPBACK, 0));
            Thread.ofVirtual().start(() -> serve(server, 2));
            String port = ":" + server.getLocalPort() + "/";
            assertThat(post(posting, "https://hooks.example" + port))
                    .isInstanceOf(Answer.Taken.class);
            assertThat(failed(post(posting, "https://other.example" + port)).problem())
                    .contains("SSLHandshakeException");
        }
    }

    private static void serve(SSLServerSocket server, int connections) {
        for (int i = 0; i < connections; i++) {
            try (Socket socket = server.accept()) {
                readBody(socket.getInputStream());
                socket.getOutputStream()
                        .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // one of them refuses our certificate
                assertThat(e).isNotNull();
            }
        }
    }

    /// A context that has a certificate for this name, and trusts it.
    private static SSLContext certificate(Path directory, String name) throws Exception {
        Path file = directory.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int code =
                new ProcessBuilder(
                                List.of(
                                        keytool,
                                        "-genkeypair",
                                        "-alias",
                                        "hooks",
                                        "-keyalg",
                                        "EC",
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        "SAN=dns:" + name,
                                        "-keystore",
                                        file.toString(),
                                        "-storepass",
                                        "changeit",
                                        "-validity",
                                        "2"))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
        assertThat(code).isZero();
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
