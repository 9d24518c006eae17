package io.freshet.server.cli;

/// What was not put.
///
/// @param reason a few lower-case words
/// @param isNamed whether somebody asked for this very file
record Skipped(String path, String reason, boolean isNamed) {}
