package io.freshet.server.cli;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.DocumentId;
import io.freshet.Unread;
import io.freshet.spi.Decoder;
import io.freshet.spi.Decoder.Known;
import io.freshet.spi.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What becomes a document, once it is read.
sealed interface Input {
    String id();

    /// Blocks.
    Decoded read();

    /// Whether somebody asked for this very file.
    default boolean isNamed() {
        return false;
    }

    /// @param folder the one that lists it
    record InFolder(Source folder, DocumentId document) implements Input {
        @Override
        public String id() {
            return document.value();
        }

        @Override
        public Decoded read() {
            return switch (folder.fetch(document)) {
                case Source.Fetched.Found(Content content, _) -> new Decoded.Read(content);
                case Source.Fetched.Unsuitable(String reason, _) -> Unread.undecodable(reason);
                case Source.Fetched.Unreadable(String reason) -> Unread.undecodable(reason);
                case Source.Fetched.Gone _ -> Unread.undecodable("gone in the meantime");
            };
        }
    }

    /// A file that was named. Where its name does not tell what it is, it is plain text if it is
    /// text at all.
    record NamedFile(String id, Path file, Decoder decoder) implements Input {
        @Override
        public boolean isNamed() {
            return true;
        }

        @Override
        public Decoded read() {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(Reading.BYTES_MAX);
                return in.read() < 0
                        ? decoder.decode(bytes, known())
                        : Unread.undecodable("larger than 10 MiB");
            } catch (IOException e) {
                return Unread.undecodable("cannot be read: " + e.getClass().getSimpleName());
            }
        }

        private Known known() {
            String name = file.getFileName().toString();
            return decoder.named(name) instanceof Unread
                    ? Known.type("text/plain", Optional.empty())
                    : Known.file(name);
        }
    }

    /// A text that was given.
    record Given(String id, Content content) implements Input {
        @Override
        public Decoded read() {
            return new Decoded.Read(content);
        }
    }

    /// Another, under an id of one's own.
    record Renamed(String id, Input input) implements Input {
        @Override
        public boolean isNamed() {
            return input.isNamed();
        }

        @Override
        public Decoded read() {
            return input.read();
        }
    }
}
