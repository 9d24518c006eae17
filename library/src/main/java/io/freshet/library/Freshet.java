package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.cost.CostReport;
import io.freshet.engine.EmbedderStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.Migrations;
import io.freshet.engine.Shard;
import io.freshet.library.backup.Backup;
import io.freshet.library.backup.BadBackupException;
import io.freshet.library.backup.Restore;
import io.freshet.library.config.ConfigException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Freshet within this process: collections of documents that are kept searchable, as a server
/// keeps them, without one. Everything lies in one data directory, which no other process can use
/// meanwhile. Safe for any thread.
///
///     try (Freshet freshet = Freshet.open(FreshetSettings.in(Path.of("freshet-data")))) {
///         FreshetCollection docs = freshet.collection("docs");
///         docs.put("refunds.md", "# Refunds\n\nMoney comes back within 14 days.");
///         docs.search("how do refunds work").hits().forEach(System.out::println);
///     }
public final class Freshet implements AutoCloseable {
    private final Installation installation;
    private final Engine engine;

    private Freshet(Installation installation, Engine engine) {
        this.installation = installation;
        this.engine = engine;
    }

    /// Opens what is stored, or begins anew. Takes as long as the models take to load: seconds.
    ///
    /// @throws ConfigException where a setting cannot be used; it names the key and the remedy
    /// @throws IllegalStateException where another process uses the data directory
    public static Freshet open(FreshetSettings settings) {
        Installation installation = Installation.of(settings.config(), Assembly::new);
        try {
            return new Freshet(installation, installation.engine());
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
    }

    /// The collection of this name, made where it is not there.
    ///
    /// @param name `[a-z0-9][a-z0-9_-]{0,62}`, and not `default`
    public FreshetCollection collection(String name) throws InterruptedException {
        Shard shard = engine.create(new CollectionName(name));
        return new FreshetCollection(engine, shard.name());
    }

    /// Those that there are.
    public List<CollectionName> collections() {
        return engine.names();
    }

    /// Deletes a collection with all that it holds.
    ///
    /// @return whether there was one
    public boolean delete(String name) throws InterruptedException {
        return engine.remove(new CollectionName(name)).isPresent();
    }

    /// Looks at every embedder without opening anything: a few tokens for each endpoint.
    public static List<Checked> check(FreshetSettings settings) {
        return EmbedderChecks.of(settings.config());
    }

    /// The models that open collections use, where they are asked, and how it went.
    public List<EmbedderStatus> embedders() {
        return engine.embedders();
    }

    /// What embedding took and what was spared in these days, both included, in UTC.
    public CostReport costs(LocalDate first, LocalDate last) throws InterruptedException {
        return engine.costs(first, last);
    }

    /// Changing how a filled collection is embedded and cut.
    public Migrations migrations() {
        return engine.migrations();
    }

    /// Writes all collections into one file, while they go on. [#restore] reads it.
    ///
    /// @param file is made; where it cannot be written whole, none is left
    public void backUp(Path file) throws IOException, InterruptedException {
        Path data = installation.configs().config().server().dataDir();
        Backup backup = Backup.of(engine, engine.names(), data, Instant.now());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                backup.writeTo(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Brings the collections of a backup into a data directory that is not in use, under a new
    /// history and with nothing embedded again.
    ///
    /// @throws BadBackupException where it is damaged, or a collection of its name is there already
    public static List<CollectionName> restore(Path file, Path data) {
        return Restore.of(file, data, Optional.empty());
    }

    /// All that the server is made of.
    public Engine engine() {
        return engine;
    }

    /// Lets what is on its way come to disk, and lets go of the data directory. What was accepted
    /// and is not searchable yet goes on at the next start.
    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            installation.close();
        }
    }
}
