package io.freshet.library;

/// What was found of one thing about an embedder.
///
/// @param embedder its name in the configuration
/// @param endpoint where it was asked; `local` on this machine
/// @param what was looked at: `key`, `reachable`, `authentication`, `model`, `dimensions`, `rate
///   limits`, `probes` or `price`
/// @param detail and, where something is wrong, what to do
public record Checked(String embedder, String endpoint, String what, Result result, String detail) {
    public enum Result {
        OK,
        /// It works, and somebody should know.
        WARN,
        FAIL
    }
}
