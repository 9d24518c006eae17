package io.freshet.library;

import io.freshet.FreshetException.Refused;
import io.freshet.Price;
import io.freshet.Vector;
import io.freshet.embedding.Answers;
import io.freshet.embedding.Probes;
import io.freshet.library.Checked.Result;
import io.freshet.library.config.Config;
import io.freshet.spi.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Looks at one place where a model is asked, by one request for the vectors of the probes: what is
/// found is told in the order in which things can go wrong, up to the first that does. Confined to
/// one thread.
final class EndpointCheck {
    private final String name;
    private final Embedder endpoint;
    private final Optional<Config.Endpoint> configured;
    private final List<Checked> found = new ArrayList<>();

    /// @param name of the embedder
    EndpointCheck(String name, Embedder endpoint, Optional<Config.Endpoint> configured) {
        this.name = name;
        this.endpoint = endpoint;
        this.configured = configured;
    }

    List<Checked> found() {
        return found;
    }

    private boolean say(String what, Result result, String detail) {
        found.add(new Checked(name, endpoint.endpoint(), what, result, detail));
        return result != Result.FAIL;
    }

    /// Vectors of the probes by hash, and whose they are.
    record Known(String whose, Map<String, Vector> vectors) {}

    /// @return what the next endpoint is compared with
    Optional<Known> look(Optional<Known> known) {
        Optional<Map<String, Vector>> vectors = vectors();
        if (vectors.isEmpty() || !endpoint.mayChange()) {
            return known;
        }
        Known compared =
                known.orElseGet(() -> new Known("endpoint " + endpoint.endpoint(), vectors.get()));
        if (known.isEmpty()) {
            say("probes", Result.OK, "there is nothing to compare it with yet");
        } else {
            compare(compared, vectors.get());
        }
        price();
        return Optional.of(compared);
    }

    private void compare(Known known, Map<String, Vector> vectors) {
        double likeness = Probes.likeness(vectors, known.vectors());
        if (likeness >= Probes.COSINE_MIN) {
            say("probes", Result.OK, "same as " + known.whose());
            return;
        }
        say(
                "probes",
                Result.FAIL,
                String.format(
                        Locale.ROOT,
                        "it serves another model than %s (cosine %.4f), and is not used: have it"
                                + " serve the same, or give the embedder another revision under"
                                + " another name and migrate to it",
                        known.whose(),
                        likeness));
    }

    private void price() {
        Optional<Price> price = endpoint.price();
        say(
                "price",
                price.isPresent() ? Result.OK : Result.WARN,
                price.map(
                                known ->
                                        known.usdPerMillionTokens().toPlainString()
                                                + " USD per million tokens")
                        .orElse(
                                "not known, so what it costs is not counted: give it under prices in"
                                        + " freshet.yaml"));
    }

    /// The vectors of the probes, by hash; empty where there are none.
    private Optional<Map<String, Vector>> vectors() {
        if (!key()) {
            return Optional.empty();
        }
        List<Vector> vectors = new ArrayList<>();
        int most = endpoint.limits().texts();
        for (int i = 0; i < Probes.TEXTS.size(); i += most) {
            List<String> some = Probes.TEXTS.subList(i, Math.min(i + most, Probes.TEXTS.size()));
            Embedder.Report report = endpoint.report(some);
            Optional<Embedder.Answer> answer = answer(report, some.size(), i == 0);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            answer.get().items().forEach(item -> vectors.add(new Vector(item.values())));
        }
        return Optional.of(Probes.byHash(vectors));
    }

    private boolean key() {
        if (configured.isEmpty()) {
            return true;
        }
        Config.Access access = configured.get().access();
        String key = access.key().value();
        List<String> prefixes = access.keyPrefixes();
        if (!prefixes.isEmpty() && prefixes.stream().noneMatch(key::startsWith)) {
            return say(
                    "key",
                    Result.FAIL,
                    (key.isEmpty() ? "none is given" : "it does not have the form that is needed")
                            + ": set "
                            + access.keyName()
                            + " to a key that begins with "
                            + String.join(" or ", prefixes)
                            + "; until then it is never sent");
        }
        if (key.isEmpty()) {
            return say("key", Result.OK, "none is given");
        }
        return say(
                "key",
                Result.OK,
                "given by "
                        + access.keyName()
                        + (prefixes.isEmpty() ? "" : ", and of the right form"));
    }

    private Optional<Embedder.Answer> answer(Embedder.Report report, int texts, boolean first) {
        if (report.answer().isEmpty()) {
            return fault(report);
        }
        if (first && report.status() > 0) {
            say("reachable", Result.OK, "it answers");
            say("authentication", Result.OK, "the key is taken");
        }
        Optional<Embedder.Answer> answer = checked(report.answer().get(), texts);
        if (answer.isPresent() && first) {
            say("model", Result.OK, "it serves " + endpoint.space().model());
            say("dimensions", Result.OK, "" + endpoint.space().dimensions());
            if (!report.rateLimits().isEmpty()) {
                say("rate limits", Result.OK, report.rateLimits().toString());
            }
        }
        return answer;
    }

    private Optional<Embedder.Answer> checked(Embedder.Answer answer, int texts) {
        int dimensions = endpoint.space().dimensions();
        Optional<Integer> other =
                answer.items().stream()
                        .map(item -> item.values().length)
                        .filter(width -> width != dimensions)
                        .findFirst();
        if (other.isPresent()) {
            say(
                    "dimensions",
                    Result.FAIL,
                    "its vectors have %d numbers, not %d: set embedders.%s.dimensions: %d, or shorten: true where the model can"
                            .formatted(other.get(), dimensions, name, other.get()));
            return Optional.empty();
        }
        try {
            return Optional.of(Answers.checked(answer, texts, dimensions));
        } catch (Refused e) {
            say("model", Result.FAIL, "" + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Embedder.Answer> fault(Embedder.Report report) {
        String problem = report.problem().orElse("");
        switch (report.status()) {
            case 0 ->
                    say(
                            configured.isPresent() ? "reachable" : "model",
                            Result.FAIL,
                            problem
                                    + (configured.isPresent()
                                            ? ": check its url, and whether this machine may reach it"
                                            : ""));
            case 401, 403 ->
                    refused("authentication", problem + ": give it a key of this provider");
            case 429 -> {
                say("reachable", Result.OK, "it answers");
                String wait = report.rateLimits().getOrDefault("retry-after", "");
                say(
                        "authentication",
                        Result.WARN,
                        "too many requests, which counts as authenticated; the rest is not checked"
                                + (wait.isEmpty() ? "" : ": try again in " + wait + " s"));
            }
            case 400, 404, 405, 410, 413, 422 ->
                    refused(
                            "model",
                            problem
                                    + ": check url, model and dimensions; it was asked for "
                                    + endpoint.space().model());
            case 200 ->
                    refused("model", problem + ": its url is not that of an API for embeddings");
            default -> refused("model", problem + ": it answers, and is not well; try again later");
        }
        return Optional.empty();
    }

    private void refused(String what, String detail) {
        say("reachable", Result.OK, "it answers");
        say(what, Result.FAIL, detail);
    }
}
