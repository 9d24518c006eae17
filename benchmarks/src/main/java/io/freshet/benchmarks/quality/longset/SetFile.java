package io.freshet.benchmarks.quality.longset;

import io.freshet.Content;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.quality.longset.LongSet.Document;
import io.freshet.benchmarks.quality.longset.LongSet.Kind;
import io.freshet.benchmarks.quality.longset.LongSet.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The set as lines of JSON: first the documents, each with the blob that its text is and the
/// stretches that are cut out of it, then the questions.
final class SetFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private SetFile() {}

    static String written(List<Page> pages, List<Asked> asked) {
        var lines = new StringBuilder();
        Map<String, Cuts> cuts = new HashMap<>();
        for (Page page : pages) {
            Cuts ofPage =
                    new Cuts(
                            asked.stream()
                                    .filter(one -> one.from().path().equals(page.path()))
                                    .map(Asked::cut)
                                    .toList());
            cuts.put(page.path(), ofPage);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("document", page.path());
            line.put("history", page.history());
            line.put("blob", page.blob());
            line.put("cuts", ofPage.spans().stream().map(SetFile::written).toList());
            lines.append(MAPPER.writeValueAsString(line)).append('\n');
        }
        int number = 0;
        for (Asked one : asked) {
            number++;
            Cuts of = cuts.getOrDefault(one.to().path(), new Cuts(List.of()));
            Span section = one.heading().section();
            String kind = one.kind().name().toLowerCase(Locale.ROOT);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("question", kind + '-' + number);
            line.put("kind", kind);
            line.put("text", one.text());
            line.put("document", one.to().path());
            line.put("section", List.of(of.moved(section.start()), of.moved(section.end())));
            lines.append(MAPPER.writeValueAsString(line)).append('\n');
        }
        return lines.toString();
    }

    private static List<Integer> written(Span span) {
        return List.of(span.start(), span.end());
    }

    static LongSet read(String file) throws InterruptedException {
        Map<String, List<JsonNode>> documents = new LinkedHashMap<>();
        List<Question> questions = new ArrayList<>();
        for (String line : file.lines().toList()) {
            JsonNode node = MAPPER.readTree(line);
            if (node.has("question")) {
                questions.add(question(node));
                continue;
            }
            documents
                    .computeIfAbsent(node.path("history").stringValue(), _ -> new ArrayList<>())
                    .add(node);
        }
        List<Document> read = new ArrayList<>();
        for (Map.Entry<String, List<JsonNode>> each : documents.entrySet()) {
            try (History history = History.of(each.getKey())) {
                each.getValue().forEach(node -> read.add(document(history, node)));
            }
        }
        return new LongSet(read, questions);
    }

    private static Document document(History history, JsonNode node) {
        String path = node.path("document").stringValue();
        String text = history.text(node.path("blob").stringValue());
        Content content = new Content(Page.format(path), text);
        List<Span> cuts = new ArrayList<>();
        for (JsonNode cut : node.path("cuts")) {
            cuts.add(new Span(cut.path(0).intValue(), cut.path(1).intValue()));
        }
        return new Document(path, content.format(), new Cuts(cuts).edited(content.text()));
    }

    private static Question question(JsonNode node) {
        return new Question(
                node.path("question").stringValue(),
                Kind.valueOf(node.path("kind").stringValue().toUpperCase(Locale.ROOT)),
                node.path("text").stringValue(),
                node.path("document").stringValue(),
                node.path("section").path(0).intValue(),
                node.path("section").path(1).intValue());
    }
}
