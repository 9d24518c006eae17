package io.freshet.library.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the endpoints of one model. Confined to one thread.
///
/// @param section the list of them
record EndpointReader(Settings settings, String section) {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final String AZURE_HEADER = "api-key";

    List<Config.Endpoint> endpoints() {
        List<String> numbers = settings.names(section);
        if (numbers.isEmpty()) {
            throw new ConfigException(
                    section
                            + " must hold at least one endpoint, such as {name: direct, url:"
                            + " 'https://api.openai.com/v1', key: '${OPENAI_API_KEY}'}");
        }
        List<Config.Endpoint> endpoints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String number : numbers) {
            Config.Endpoint endpoint = endpoint(section + "." + number + ".");
            if (!names.add(endpoint.name())) {
                throw of(section + "." + number + ".", "name")
                        .wrong("must differ from that of the other endpoints: " + endpoint.name());
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private Config.Endpoint endpoint(String at) {
        var url = Urls.url(of(at, "url"), "https://api.openai.com/v1");
        String deployment = word(of(at, "deployment"));
        return new Config.Endpoint(
                name(of(at, "name"), url.getHost()),
                url,
                access(at, !deployment.isEmpty()),
                of(at, "model").text(),
                deployment,
                word(of(at, "api_version")),
                of(at, "tokens_per_minute_max").number(0, Integer.MAX_VALUE));
    }

    private static String name(Settings.Source name, String host) {
        if (name.text().isEmpty()) {
            return host;
        }
        if (!name.text().matches(NAME)) {
            throw name.wrong("holds letters, digits, ., - and _, at most 64: " + name.text());
        }
        return name.text();
    }

    private Config.Access access(String at, boolean isAzure) {
        Settings.Source key = of(at, "key");
        Settings.Source header = of(at, "key_header");
        if (!header.text().matches("[A-Za-z0-9-]*")) {
            throw header.wrong("is the name of a header, such as api-key, not " + header.text());
        }
        List<String> variables = key.setting().variables();
        return new Config.Access(
                Urls.key(key),
                variables.isEmpty()
                        ? key.key() + " (" + key.setting().origin() + ")"
                        : "${" + String.join("}, ${", variables) + "}",
                of(at, "key_prefixes").list(),
                header.text().isEmpty() && isAzure ? AZURE_HEADER : header.text());
    }

    /// What goes into an address as it is.
    private static String word(Settings.Source word) {
        if (!word.text().matches("[A-Za-z0-9._-]*")) {
            throw word.wrong("holds letters, digits, ., - and _, not " + word.text());
        }
        return word.text();
    }

    private Settings.Source of(String at, String key) {
        return settings.at(at + key, Schema.endpointDefault(key));
    }
}
