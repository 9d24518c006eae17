package io.freshet.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The published descriptions are well-formed and say what the server knows.
final class DescriptionTest {
    private static String text(String name) {
        return new String(
                PageFiles.read().find(name).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    @Test
    void theApiIsValidOpenApi() {
        var result = new OpenAPIV3Parser().readContents(text(PageFiles.OPENAPI));

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).startsWith("3.1.");
        assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PageFiles.OPENAPI, PageFiles.ASYNCAPI})
    void everyReferenceLeadsSomewhere(String name) {
        JsonNode root = Json.read(text(name));

        assertThat(root.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference ->
                                assertThat(root.at(reference.substring(1)).isMissingNode())
                                        .as(reference)
                                        .isFalse());
    }

    /// A comma in a sentence without quotes would begin another key.
    @ParameterizedTest
    @ValueSource(strings = {PageFiles.OPENAPI, PageFiles.ASYNCAPI})
    void noKeyIsHalfASentence(String name) {
        requireKeys(Json.read(text(name)));
    }

    private static void requireKeys(JsonNode node) {
        assertThat(node.propertyNames()).allMatch(key -> !key.contains(" "));
        node.forEach(DescriptionTest::requireKeys);
    }

    @Test
    void everyOperationHasANameOfItsOwnASummaryAndATag() {
        JsonNode root = Json.read(text(PageFiles.OPENAPI));
        var names = root.findValuesAsString("operationId");
        var operations = ApiContract.operations().values().stream().mapToInt(m -> m.size()).sum();

        assertThat(names).doesNotHaveDuplicates().hasSize(operations);
        assertThat(root.get("paths").findValues("tags")).hasSize(operations);
    }

    @Test
    void everyProblemIsNamedOnceAsACodeAndWhereItComes() {
        JsonNode components = Json.read(text(PageFiles.OPENAPI)).get("components");
        var words =
                Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::word)
                        .collect(Collectors.toCollection(TreeSet::new));
        String responses = components.get("responses").toString();

        assertThat(components.at("/schemas/ProblemCode/enum").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(words);
        assertThat(words).allSatisfy(word -> assertThat(responses).contains("`" + word + "`"));
    }

    @Test
    void everyFrameIsSaidByOneSide() {
        JsonNode root = Json.read(text(PageFiles.ASYNCAPI));
        var said =
                root.get("operations")
                        .valueStream()
                        .flatMap(one -> one.get("messages").valueStream())
                        .map(one -> one.get("$ref").stringValue().replaceFirst(".*/", ""))
                        .toList();

        assertThat(root.get("asyncapi").stringValue()).isEqualTo("3.0.0");
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(
                        root.at("/channels/stream/messages").propertyNames());
    }

    /// A description that lets everything pass would prove nothing.
    @Test
    void whatIsNotDescribedIsFound() {
        var request =
                new ApiContract.Request("GET", "/health/live", "", java.util.Optional.empty());

        assertThat(
                        ApiContract.findings(
                                request,
                                new ApiContract.Answer(
                                        200, "application/json", "{\"status\":\"live\"}")))
                .isEmpty();
        assertThat(
                        ApiContract.findings(
                                request,
                                new ApiContract.Answer(
                                        200,
                                        "application/json",
                                        "{\"status\":\"live\",\"more\":1}")))
                .hasSize(1);
        assertThat(ApiContract.findings(request, new ApiContract.Answer(200, "text/html", "")))
                .hasSize(1);
        assertThat(ApiContract.findings(request, new ApiContract.Answer(418, "", ""))).hasSize(1);
        assertThat(StreamContract.findings(Json.read("{\"type\": \"pong\", \"more\": 1}")))
                .hasSize(1);
        assertThat(StreamContract.findings(Json.read("{\"type\": \"pang\"}"))).hasSize(1);
    }
}
