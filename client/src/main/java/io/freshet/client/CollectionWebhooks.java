package io.freshet.client;

import java.util.Map;

/// The webhooks of a collection. Safe for any thread.
public final class CollectionWebhooks {
    private final Http http;
    private final String path;

    CollectionWebhooks(Http http, String path) {
        this.http = http;
        this.path = path + "/webhooks";
    }

    /// All of them.
    public Paged<Webhook> list() {
        return new Paged<>(
                (after, limit) ->
                        FreshetCollection.page(
                                http.tree(Call.get(path)), "webhooks", Webhook.class));
    }

    public Webhook get(String name) {
        return http.run(Call.get(path + "/" + Call.encoded(name)), Webhook.class);
    }

    /// Makes one, or changes what the request names. The answer that makes it has its secret, once.
    public Webhook put(String name, WebhookRequest request) {
        return put(name, request.json().values());
    }

    /// Posts nothing, until it is resumed.
    public Webhook pause(String name) {
        return put(name, Map.of("paused", true));
    }

    /// Goes on behind the last post that was taken.
    public Webhook resume(String name) {
        return put(name, Map.of("paused", false));
    }

    private Webhook put(String name, Map<String, ?> body) {
        Call call = Call.of("PUT", path + "/" + Call.encoded(name)).body(body);
        return http.run(call, Webhook.class);
    }

    public void remove(String name) {
        http.tree(Call.of("DELETE", path + "/" + Call.encoded(name)));
    }
}
