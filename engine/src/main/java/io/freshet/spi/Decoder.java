package io.freshet.spi;

import io.freshet.Decoded;
import io.freshet.Named;
import java.util.List;
import java.util.Optional;

/// Makes text of a document's bytes: tells what they are, in which charset, and turns markup for a
/// browser into Markdown. Pure: the same bytes give the same result on every machine. Total: any
/// bytes give an answer, in time linear in their number. Never a guess: what cannot be told with
/// confidence is not read. Safe for any thread.
public interface Decoder {
    Decoded decode(byte[] bytes, Known known);

    /// Of what is text already, such as a field of JSON.
    Decoded decode(String text, String mediaType);

    /// What a file of this name is taken to be, without reading it. A name without an extension
    /// that is known is not read.
    Named named(String fileName);

    /// What is read, for people.
    List<String> mediaTypes();

    /// What is known of bytes beside themselves. Bytes of which neither media type nor file name is
    /// known are taken to be Markdown.
    ///
    /// @param mediaType as declared; its parameters are passed over, `application/octet-stream`
    ///   says nothing
    /// @param charset as declared beside the bytes, not in them
    /// @param fileName asked where no media type is declared
    record Known(Optional<String> mediaType, Optional<String> charset, Optional<String> fileName) {
        public static final Known NOTHING =
                new Known(Optional.empty(), Optional.empty(), Optional.empty());

        /// Of a file, by its name alone.
        public static Known file(String fileName) {
            return new Known(Optional.empty(), Optional.empty(), Optional.of(fileName));
        }

        /// Of a body of this media type.
        public static Known type(String mediaType, Optional<String> charset) {
            return new Known(Optional.of(mediaType), charset, Optional.empty());
        }
    }
}
