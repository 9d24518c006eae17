package io.freshet.server.http;

/// Answers the requests of one path and method.
@FunctionalInterface
interface Handler {
    /// A problem is thrown as a [io.freshet.server.json.ProblemException]; the world's failures
    /// pass through.
    Reply handle(Exchange exchange) throws InterruptedException;
}
