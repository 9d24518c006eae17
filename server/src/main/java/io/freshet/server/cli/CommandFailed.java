package io.freshet.server.cli;

/// A command cannot do what was asked; its message is for the user and names the remedy.
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message, null, false, false);
    }
}
