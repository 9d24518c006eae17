package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.Text;
import io.freshet.server.json.ProblemCode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Keeps web pages out. A server on a loopback address is open to every page in the user's browser:
/// by a name that points here (refused by `Host`), or by a request across origins (refused by
/// `Origin`). Safe for any thread.
final class Guard {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-f:.]+]|[^:/@?#\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/]+)");

    private final Set<String> hosts = new TreeSet<>();
    private final Set<String> origins = new TreeSet<>();

    Guard(HttpSettings settings) {
        settings.allowedHosts().forEach(host -> hosts.add(lower(host)));
        settings.allowedOrigins().forEach(origin -> origins.add(lower(origin)));
        String own = lower(settings.host());
        if (!own.equals("0.0.0.0") && !own.equals("::")) {
            hosts.add(own.contains(":") && !own.startsWith("[") ? "[" + own + "]" : own);
        }
    }

    /// Whom the server does not answer.
    ///
    /// @param host the `Host` header
    /// @param origin the `Origin` header
    Optional<Problem> refuse(Optional<String> host, Optional<String> origin) {
        Optional<Authority> named = host.flatMap(Guard::authority);
        if (named.isEmpty() || !isAllowed(named.get().name())) {
            return refusal(
                    ProblemCode.FORBIDDEN_HOST,
                    "the host "
                            + Text.shown(host.orElse(""))
                            + " is neither a loopback name nor one of server.allowed_hosts");
        }
        if (origin.isPresent() && !isOwn(lower(origin.get()), named.get())) {
            return refusal(
                    ProblemCode.FORBIDDEN_ORIGIN,
                    "the origin "
                            + Text.shown(origin.get())
                            + " is neither the server's own nor one of server.allowed_origins");
        }
        return Optional.empty();
    }

    private boolean isAllowed(String name) {
        return LOOPBACK.matcher(name).matches() || hosts.contains(name);
    }

    /// An origin is the server's own where it names the host and port that the request went to.
    private boolean isOwn(String origin, Authority host) {
        if (origins.contains(origin)) {
            return true;
        }
        var matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return false;
        }
        int standard = matcher.group(1).equals("https") ? 443 : 80;
        return authority(matcher.group(2))
                .filter(own -> isAllowed(own.name()))
                .filter(own -> own.portOr(standard) == host.portOr(standard))
                .filter(own -> own.name().equals(host.name()) || areLoopback(own, host))
                .isPresent();
    }

    private static boolean areLoopback(Authority a, Authority b) {
        return LOOPBACK.matcher(a.name()).matches() && LOOPBACK.matcher(b.name()).matches();
    }

    private static Optional<Authority> authority(String text) {
        var matcher = AUTHORITY.matcher(lower(text.strip()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        String port = matcher.group(2);
        return Optional.of(
                new Authority(
                        name.endsWith(".") ? name.substring(0, name.length() - 1) : name,
                        port == null ? -1 : Integer.parseInt(port)));
    }

    private static Optional<Problem> refusal(ProblemCode code, String detail) {
        return Optional.of(Problem.of(code.word(), detail));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private record Authority(String name, int port) {
        int portOr(int standard) {
            return port < 0 ? standard : port;
        }
    }
}
