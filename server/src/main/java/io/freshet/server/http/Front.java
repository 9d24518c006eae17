package io.freshet.server.http;

import io.freshet.FreshetException;
import io.freshet.Problem;
import io.freshet.engine.Engine;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.json.ProblemException;
import io.freshet.server.webhook.Webhooks;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What every request passes: host and origin, the gate that shuts when the server stops, the wait
/// for the engine; and what every answer leaves behind: a line in the log, a count, and for a
/// failure a problem. Safe for any thread.
public final class Front implements Filter {
    private final Guard guard;
    private final Gate gate = new Gate();
    private final Router router;
    private final Supplier<Engine> engine;
    private final RequestLog log;
    private final Consumer<String> refused;

    /// @param engine throws a problem while there is none
    /// @param configs how the collections are kept
    /// @param metrics the page of `/metrics`
    /// @param webhooks of the collections
    /// @param refused is told the code of each problem that ends a request, or a line of one
    public Front(
            HttpSettings settings,
            Supplier<Engine> engine,
            CollectionConfigs configs,
            Supplier<String> metrics,
            Webhooks webhooks,
            RequestCounter counter,
            Consumer<String> refused) {
        this.guard = new Guard(settings);
        this.engine = engine;
        this.router =
                Router.of(
                        new Shards(engine, configs, settings.autoCreateCollections()),
                        new Bounds(settings.sizes(), rates(configs), refused),
                        metrics,
                        webhooks);
        this.log = new RequestLog(counter);
        this.refused = refused;
    }

    private static Rates rates(CollectionConfigs configs) {
        return new Rates(configs.config().limits().rate(), System::nanoTime);
    }

    /// Counts finished requests.
    @FunctionalInterface
    public interface RequestCounter {
        void count(Request request, int status, Duration took);

        /// @param route the path's pattern, so that there are few of them
        record Request(String method, String route) {}
    }

    /// Registers the filter, and behind all other routes the API's own.
    public void register(HttpRouting.Builder http) {
        http.addFilter(this);
        http.error(
                ReplyException.class,
                (request, response, failure) -> send(failure.reply, request, response));
        http.error(
                ProblemException.class,
                (request, response, failure) -> send(failed(failure), request, response));
        http.error(
                FreshetException.class,
                (request, response, failure) -> send(failed(failure), request, response));
        http.any(this::route);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long started = System.nanoTime();
        Target target = Target.parse(request.prologue().uriPath().rawPath());
        request.context().register(target);
        Optional<Reply> failure = gate.enter() ? run(chain, request) : stopping();
        int status = failure.map(Reply::status).orElseGet(() -> response.status().code());
        log.finished(request, target, status, Duration.ofNanos(System.nanoTime() - started));
        if (failure.isPresent()) {
            throw response.isSent()
                    ? new CloseConnectionException("failed after the answer began")
                    : new ReplyException(failure.get());
        }
    }

    private static Optional<Reply> stopping() {
        return Optional.of(Failures.stopping());
    }

    private Optional<Reply> run(FilterChain chain, RoutingRequest request) {
        try {
            admit(request);
            chain.proceed();
            return Optional.empty();
        } catch (ReplyException e) {
            return Optional.of(e.reply);
        } catch (RuntimeException e) {
            return Optional.of(failed(e));
        } finally {
            gate.leave();
        }
    }

    private void admit(ServerRequest request) {
        refuseStrangers(request.headers());
        PercentDecoder.requireWellFormed(request.prologue().uriPath().rawPath());
        if (!target(request).route().needsNoEngine()) {
            var _ = engine.get();
        }
    }

    private void refuseStrangers(Headers headers) {
        Optional<Problem> refusal =
                guard.refuse(headers.first(HeaderNames.HOST), headers.first(HeaderNames.ORIGIN));
        if (refusal.isPresent()) {
            throw ProblemException.of(refusal.get());
        }
    }

    /// Whether a WebSocket's request may be upgraded, which no filter sees.
    public boolean admits(Headers headers) {
        try {
            refuseStrangers(headers);
            var _ = engine.get();
            return !gate.isShut();
        } catch (ProblemException _) {
            return false;
        }
    }

    private static Target target(ServerRequest request) {
        return request.context()
                .get(Target.class)
                .orElseThrow(() -> new IllegalStateException("bug: a request without a target"));
    }

    private void route(ServerRequest request, ServerResponse response) {
        Reply reply;
        try {
            reply = router.answer(request, target(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Failures.stopping();
        } catch (RuntimeException e) {
            reply = failed(e);
        }
        send(reply, request, response);
    }

    /// What the server's own machinery throws (a client that is gone, above all) passes.
    private Reply failed(RuntimeException e) {
        if (e instanceof UncheckedIOException || e.getClass().getName().startsWith("io.helidon.")) {
            throw e;
        }
        if (e instanceof ProblemException problem) {
            refused.accept(problem.problem().code());
        }
        return Failures.reply(e);
    }

    /// Carries an answer to where the server sends it: what a filter sends by itself is not ended
    /// as the client asked.
    private static final class ReplyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        ReplyException(Reply reply) {
            super("status " + reply.status(), null, false, false);
            this.reply = reply;
        }
    }

    private static void send(Reply reply, ServerRequest request, ServerResponse response) {
        response.status(reply.status());
        response.header(HeaderNames.CONTENT_TYPE, reply.mediaType());
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (reply.status() == 413) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        if (request.prologue().method().text().equals("HEAD")) {
            response.contentLength(reply.body().length);
            response.send();
            return;
        }
        if (reply.sending().isPresent()) {
            send(reply.sending().get(), response);
            return;
        }
        response.send(reply.body());
    }

    private static void send(Reply.Sending sending, ServerResponse response) {
        try (OutputStream out = response.outputStream()) {
            sending.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("answer broke off", e);
        }
    }

    /// Lets no new request in, and waits for those that run.
    ///
    /// @return whether all have ended
    public boolean shut(Duration timeout) throws InterruptedException {
        gate.shut();
        return gate.awaitEmpty(timeout);
    }

    /// Lets no new request in.
    public void shut() {
        gate.shut();
    }
}
