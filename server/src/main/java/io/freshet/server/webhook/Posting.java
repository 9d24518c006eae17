package io.freshet.server.webhook;

import io.freshet.library.config.AllowedAddresses;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts a body over HTTP/1.1, one connection for each, to an address that has been checked. Safe
/// for any thread.
///
/// A name is resolved once, its addresses are checked, and the socket is connected to one of these
/// very addresses, so that a name that means another address a moment later gains nothing. That is
/// why this is a socket and not the JDK's client, which resolves by itself and cannot be told where
/// to connect without losing the name that TLS checks. Redirects are not followed, and no proxy is
/// used, which would resolve the name again.
final class Posting implements AutoCloseable {
    private static final int CONNECT_MS_MAX = 10_000;
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    private final AllowedAddresses allowed;
    private final Names names;
    private final SSLSocketFactory tls;
    private final Duration deadline;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param deadline for the whole exchange
    Posting(
            AllowedAddresses allowed,
            Names names,
            SSLSocketFactory tls,
            Duration deadline,
            Clock clock) {
        this.allowed = allowed;
        this.names = names;
        this.tls = tls;
        this.deadline = deadline;
        this.clock = clock;
    }

    /// Resolves a name.
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /// What came of it.
    sealed interface Answer {
        record Taken() implements Answer {}

        /// The receiver wants no more: 410.
        record Gone() implements Answer {}

        /// @param after which the receiver wants to be asked again; zero where it does not say
        record Failed(String problem, Duration after) implements Answer {
            static Failed because(String problem) {
                return new Failed(problem, Duration.ZERO);
            }
        }
    }

    /// Blocks until there is an answer or the deadline has passed.
    Answer post(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
        Future<Answer> exchange = threads.submit(() -> exchange(url, headers, body));
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Answer.Failed.because(late());
        } catch (ExecutionException e) {
            return Answer.Failed.because(described(e));
        } finally {
            exchange.cancel(true);
        }
    }

    private String late() {
        return "gave no answer within " + deadline.toSeconds() + " s";
    }

    private String described(ExecutionException failed) {
        return switch (failed.getCause()) {
            case NotAllowed refused -> String.valueOf(refused.getMessage());
            case UnknownHostException _ -> "its name is not known";
            // Each read has the same deadline, and may be the first to tell.
            case SocketTimeoutException _ -> late();
            case IOException failure -> "cannot be reached: " + failure.getClass().getSimpleName();
            case null, default -> throw new IllegalStateException("bug: posting failed", failed);
        };
    }

    /// The address that a name means now may not be posted to.
    static final class NotAllowed extends IOException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    /// All addresses of a host, each of which is allowed.
    List<InetAddress> checked(String host) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        List<InetAddress> addresses = List.of(names.addresses(name));
        for (InetAddress address : addresses) {
            if (!allowed.allows(address)) {
                throw new NotAllowed(
                        "means the address "
                                + address.getHostAddress()
                                + ", which is not public; allow it by webhooks.allowed_addresses in"
                                + " freshet.yaml");
            }
        }
        return addresses;
    }

    private Answer exchange(URI url, Map<String, String> headers, byte[] body) throws IOException {
        try (Socket socket = connected(url)) {
            socket.setSoTimeout((int) deadline.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(head(url, headers, body.length).getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private Socket connected(URI url) throws IOException {
        boolean isSecure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : (isSecure ? 443 : 80);
        Socket plain = connected(checked(url.getHost()), port);
        if (!isSecure) {
            return plain;
        }
        try {
            SSLSocket secure = (SSLSocket) tls.createSocket(plain, url.getHost(), port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return secure;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket connected(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new UnknownHostException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MS_MAX);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static String head(URI url, Map<String, String> headers, int length) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        return head + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n";
    }

    private Answer answer(InputStream in) throws IOException {
        while (true) {
            AnswerHead head = AnswerHead.parse(read(in));
            if (head.status() >= 200) {
                return answer(head);
            }
        }
    }

    private Answer answer(AnswerHead head) {
        int status = head.status();
        if (status < 300) {
            return new Answer.Taken();
        }
        if (status == 410) {
            return new Answer.Gone();
        }
        String why = status < 400 ? ", a redirect, which is not followed" : "";
        return new Answer.Failed("answered " + status + why, head.retryAfter(clock.instant()));
    }

    /// Up to the empty line.
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int line = 0;
        while (head.size() < HEAD_BYTES_MAX) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the answer broke off");
            }
            head.write(octet);
            if (octet == '\n' && line == 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            if (octet != '\r') {
                line = octet == '\n' ? 0 : line + 1;
            }
        }
        throw new IOException("the answer's head is too large");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /// What is read of an answer.
    private record AnswerHead(int status, Optional<String> after) {
        static AnswerHead parse(String head) throws IOException {
            List<String> lines = head.lines().toList();
            String first = lines.isEmpty() ? "" : lines.getFirst();
            if (!first.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
                throw new IOException("the answer is no HTTP/1.1");
            }
            Optional<String> after =
                    lines.stream()
                            .filter(line -> line.regionMatches(true, 0, "Retry-After:", 0, 12))
                            .map(line -> line.substring(12).strip())
                            .findFirst();
            return new AnswerHead(Integer.parseInt(first.substring(9, 12)), after);
        }

        Duration retryAfter(Instant now) {
            return after.map(text -> RetryAfter.of(text, now)).orElse(Duration.ZERO);
        }
    }
}
