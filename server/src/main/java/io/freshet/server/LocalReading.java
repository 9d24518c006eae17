package io.freshet.server;

import io.freshet.library.Assembly;
import io.freshet.server.cli.Reading;
import io.freshet.spi.Decoder;
import io.freshet.spi.Source;
import java.nio.file.Path;

/// Documents on this machine, read as the server reads them.
public final class LocalReading implements Reading {
    @Override
    public Source folder(Path root, String prefix) {
        return Assembly.folder(root, prefix, BYTES_MAX);
    }

    @Override
    public Decoder decoder() {
        return Assembly.decoding();
    }
}
