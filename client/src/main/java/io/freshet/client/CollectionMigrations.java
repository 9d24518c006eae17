package io.freshet.client;

/// How a filled collection gets another embedder, or is cut otherwise, while it serves. Safe for
/// any thread.
public final class CollectionMigrations {
    private final Http http;
    private final String path;

    CollectionMigrations(Http http, String path) {
        this.http = http;
        this.path = path + "/migrations";
    }

    public Migration status() {
        return http.run(Call.get(path), Migration.class);
    }

    /// What [#begin] would embed, and for how much; nothing is changed.
    public MigrationEstimate dryRun(MigrationRequest request) {
        Call call = Call.post(path, request.json().with("dry_run", true)).safe(true);
        return http.run(call, MigrationEstimate.class);
    }

    /// Fills the other side while this one serves. It answers nobody before it is switched to.
    public Migration begin(MigrationRequest request) {
        return http.run(Call.post(path, request.json()), Migration.class);
    }

    /// Embeds nothing more, until it is resumed.
    public Migration pause() {
        return act("pause");
    }

    public Migration resume() {
        return act("resume");
    }

    /// Lets the other side answer from the next version on; 409 `migration_not_ready` before it is
    /// filled and compared.
    public Migration switchOver() {
        return act("switch");
    }

    /// Goes back to the side before, by one version.
    public Migration revert() {
        return act("revert");
    }

    /// Drops the other side before the switch.
    public Migration cancel() {
        return act("cancel");
    }

    /// Drops the side before, after the switch: there is no way back then.
    public Migration drop() {
        return act("drop");
    }

    private Migration act(String act) {
        return http.run(Call.of("POST", path + "/" + act), Migration.class);
    }
}
