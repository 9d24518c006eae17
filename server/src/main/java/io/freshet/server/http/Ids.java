package io.freshet.server.http;

import io.freshet.DocumentId;
import io.freshet.server.json.Fields;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// Document ids in a body.
final class Ids {
    private Ids() {}

    static DocumentId read(String id, String pointer) {
        try {
            return new DocumentId(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.at(pointer, ProblemCode.INVALID_DOCUMENT_ID, e);
        }
    }

    /// The ids of a field that must be there and not be empty.
    static List<DocumentId> read(Fields fields, String name) {
        List<String> texts = fields.strings(name).orElse(List.of());
        if (texts.isEmpty()) {
            throw fields.wrong(name, "must name at least one document");
        }
        return all(texts, fields.at(name));
    }

    static List<DocumentId> all(List<String> texts, String pointer) {
        List<DocumentId> ids = new ArrayList<>(texts.size());
        for (String text : texts) {
            ids.add(read(text, pointer + "/" + ids.size()));
        }
        return ids;
    }
}
