package io.freshet.library.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// Addresses and keys of other machines, as a configuration holds them. Pure.
final class Urls {
    private Urls() {}

    /// @param example of such an address
    static URI url(Settings.Source url, String example) {
        return uri(url.text())
                .filter(uri -> uri.getHost() != null && uri.getRawUserInfo() == null)
                .filter(uri -> List.of("http", "https").contains(uri.getScheme()))
                .orElseThrow(
                        () ->
                                url.wrong(
                                        "must be given: the endpoint's whole address, such as "
                                                + example
                                                + ", without a user's name"));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    static Secret key(Settings.Source key) {
        if (!key.text().matches("[\\x21-\\x7e]*")) {
            throw key.wrong("holds a character that no key has, such as a space or a line's end");
        }
        return new Secret(key.text());
    }
}
