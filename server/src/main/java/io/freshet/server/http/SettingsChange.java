package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.OwnSettings;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.spi.Ledger;
import java.util.Objects;

/// What a collection is kept by now and what it is to be kept by. Pure.
///
/// @param sameModel whether both name the same embedding model
record SettingsChange(Config.Collection before, Config.Collection after, boolean sameModel) {
    /// @throws ProblemException where the settings cannot be used
    static SettingsChange of(CollectionConfigs configs, CollectionName name, OwnSettings after) {
        try {
            Config.Collection now = configs.of(name);
            Config.Collection then = configs.with(name, after);
            var embedders = configs.config().embedders();
            return new SettingsChange(
                    now,
                    then,
                    Objects.equals(embedders.get(now.embedder()), embedders.get(then.embedder())));
        } catch (ConfigException e) {
            throw refused(name, e);
        }
    }

    private static ProblemException refused(CollectionName name, ConfigException e) {
        String section = "collections." + name;
        if (e.reason().isEmpty()) {
            String message = String.valueOf(e.getMessage());
            return ProblemException.of(
                    ProblemCode.INVALID_FIELD, message.replace(section + ": ", ""));
        }
        String key = e.reason().get().key().replace(section + ".", "");
        return ProblemException.at(
                "/" + key.replace('.', '/'),
                ProblemCode.INVALID_FIELD,
                key + e.reason().get().what());
    }

    /// @param head that the collection stands at, with nothing in work
    /// @throws ProblemException `migration_needed`
    void requireNoMigration(Ledger.Head head) {
        boolean otherModel = !sameModel && !head.space().isEmpty();
        boolean otherChunks =
                head.documents() > 0
                        && !before.settings().chunking().equals(after.settings().chunking());
        if (otherModel || otherChunks) {
            throw ProblemException.at(
                    otherModel ? "/embedder" : "/chunking",
                    ProblemCode.MIGRATION_NEEDED,
                    "the collection holds "
                            + head.documents()
                            + " documents, "
                            + (otherModel ? "embedded by another model" : "cut in another way")
                            + ": have that done by POST …/migrations or freshet migrate, which say"
                            + " before what it costs");
        }
    }
}
