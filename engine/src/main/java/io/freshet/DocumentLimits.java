package io.freshet;

import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How large a document may be, whichever way it comes in.
///
/// @param textBytes of its text, in UTF-8
/// @param metadataBytes of its metadata, as JSON without blanks
public record DocumentLimits(int textBytes, int metadataBytes) implements CollectionSettings.Part {
    public static final DocumentLimits DEFAULT = new DocumentLimits(10 << 20, 64 << 10);

    private static final int BYTES_OF_A_CHAR_MAX = 3;

    public DocumentLimits {
        if (textBytes < 1 || metadataBytes < 1) {
            throw new IllegalArgumentException("limits.sizes are 1B or more");
        }
    }

    /// What is too large in it, at the first event where something is.
    public Optional<Problem> problem(Submission submission) {
        for (int i = 0; i < submission.events().size(); i++) {
            if (submission.events().get(i).change() instanceof Upsert upsert) {
                String event = "/events/" + i;
                Optional<Problem> problem =
                        upsert.content()
                                .flatMap(this::tooLarge)
                                .map(detail -> problem(event + "/text", detail))
                                .or(
                                        () ->
                                                tooLarge(upsert.metadata())
                                                        .map(d -> problem(event + "/metadata", d)));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Problem problem(String pointer, String detail) {
        return Problem.at(pointer, "too_large", detail);
    }

    /// Why a text is not taken.
    public Optional<String> tooLarge(Content content) {
        String text = content.text();
        boolean fits =
                text.length() <= textBytes / BYTES_OF_A_CHAR_MAX
                        || text.getBytes(StandardCharsets.UTF_8).length <= textBytes;
        return fits
                ? Optional.empty()
                : Optional.of("a document has at most " + textBytes + " bytes of text");
    }

    /// Why metadata is not taken. A patch is bounded like what it changes.
    public Optional<String> tooLarge(MetadataChange change) {
        long bytes =
                switch (change) {
                    case MetadataChange.Keep _ -> 0;
                    case MetadataChange.Replace(Metadata metadata) -> JsonSize.of(metadata);
                    case MetadataChange.Merge(MetadataPatch patch) -> JsonSize.of(patch);
                };
        return bytes <= metadataBytes
                ? Optional.empty()
                : Optional.of("metadata has at most " + metadataBytes + " bytes of JSON");
    }
}
