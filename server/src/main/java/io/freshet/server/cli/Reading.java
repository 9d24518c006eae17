package io.freshet.server.cli;

import io.freshet.spi.Decoder;
import io.freshet.spi.Source;
import java.nio.file.Path;

/// How `put` finds documents and reads them, which is how the server does it: the command line
/// knows no adapter.
public interface Reading {
    /// Of a document; the server judges by its own limit, of which this is the default.
    int BYTES_MAX = 10 << 20;

    /// A folder, judged as those that are followed are.
    ///
    /// @param root absolute
    /// @param prefix that ids begin with; may be empty
    Source folder(Path root, String prefix);

    Decoder decoder();
}
