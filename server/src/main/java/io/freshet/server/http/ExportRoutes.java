package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Problem;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.library.export.BadExportException;
import io.freshet.library.export.Export;
import io.freshet.library.export.ExportLine;
import io.freshet.library.export.ExportReader;
import io.freshet.library.export.Import;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// A collection out in lines of JSON, and into another one. What comes in lies in the data
/// directory until it is read to its end: a file that was cut or changed is refused before anything
/// of it is taken.
record ExportRoutes(Shards shards, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);

    Reply export(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName name = exchange.collection();
        Versions versions = shards.existing(name).versions();
        return Reply.streamed(
                MediaType.NDJSON, out -> Export.write(versions, name, clock.instant(), out));
    }

    Reply take(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        boolean embeds = query.flag("embed");
        query.finish();
        exchange.requireType(List.of(MediaType.NDJSON));
        Path file = room();
        try (InputStream body = exchange.stream()) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            Shard shard = checked(exchange.collection(), file);
            Import into = new Import(shard, clock);
            Import.Survey survey = into.survey(file);
            if (survey.unknown() > 0 && !embeds) {
                throw costs(survey, shard.name());
            }
            Import.Done done = into.take(file);
            LOG.info(
                    "imported collection={} documents={} vectors={} embedded_tokens={}",
                    shard.name(),
                    done.documents(),
                    done.vectors(),
                    done.embeddedTokens());
            return Reply.ok(tree(done));
        } catch (BadExportException e) {
            throw ProblemException.of(ProblemCode.BAD_EXPORT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Unavailable("the export cannot be read", e);
        } finally {
            delete(file);
        }
    }

    /// A collection that is not there is made for a file that is in order only.
    private Shard checked(CollectionName name, Path file) throws IOException, InterruptedException {
        if (!shards.isKnown(name)) {
            var _ = ExportReader.read(file, _ -> {});
        }
        return shards.forEvents(name);
    }

    /// What lies there is deleted at the next start.
    private Path room() {
        try {
            Path data = shards.configs().config().server().dataDir();
            return Files.createTempFile(
                    Files.createDirectories(data.resolve("backup")), "", ".ndjson");
        } catch (IOException e) {
            throw new Unavailable("the export cannot be kept", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("what was imported is not deleted yet path={}", file, e);
        }
    }

    private ProblemException costs(Import.Survey survey, CollectionName name) {
        String model = survey.header().map(ExportLine.Header::model).orElse("");
        String cost =
                shards.price(name)
                        .map(price -> price.of(survey.tokens()).usd().stripTrailingZeros())
                        .map(usd -> usd.toPlainString() + " USD")
                        .orElse("a price that is not known");
        return ProblemException.of(
                Problem.of(
                                ProblemCode.EMBEDDING_NEEDED.word(),
                                survey.unknown()
                                        + " of "
                                        + survey.chunks()
                                        + " chunks have no vector that fits this collection (the"
                                        + " file's are of "
                                        + model
                                        + "): to embed them, about "
                                        + survey.tokens()
                                        + " tokens for "
                                        + cost
                                        + ", import with embed=true")
                        .with("chunks", survey.unknown())
                        .with("tokens", survey.tokens()));
    }

    private static ObjectNode tree(Import.Done done) {
        ObjectNode tree = Json.object();
        tree.put("documents", done.documents());
        tree.put("vectors", done.vectors());
        tree.put("unchanged", done.unchanged());
        tree.put("embedded_tokens", done.embeddedTokens());
        tree.put("index_version", done.indexVersion());
        tree.put("not_yet_visible", done.notYet());
        tree.set("failed", Trees.failed(done.failed()));
        return tree;
    }
}
