package io.freshet.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the server refused, as its RFC 9457 problem. `code` is the stable word to act on; the table
/// of them stands in docs/http-api.md.
public final class FreshetApiException extends FreshetException {
    private static final long serialVersionUID = 1L;

    /// The feed cannot be read from a position: `oldest_version` of the problem says what it holds.
    public static final String RESUME_EXPIRED = "resume_expired";

    private static final int UNREADABLE = 502;

    private final int status;
    private final String code;
    private final String detail;
    private final @Nullable Duration retryAfter;
    private final transient Map<String, Object> problem;

    FreshetApiException(
            int status,
            Map<String, Object> problem,
            @Nullable Duration retryAfter,
            String instead) {
        super(message(status, problem, instead), null);
        this.status = status;
        this.code = word(problem, "code", "");
        this.detail = detail(problem, instead);
        this.retryAfter = retryAfter;
        this.problem = Given.map(problem);
    }

    /// An answer that says nothing that can be understood.
    FreshetApiException(String detail, Throwable cause) {
        super(detail, cause);
        this.status = UNREADABLE;
        this.code = "";
        this.detail = detail;
        this.retryAfter = null;
        this.problem = Map.of();
    }

    private static String message(int status, Map<String, Object> problem, String instead) {
        String code = word(problem, "code", "");
        return status + (code.isEmpty() ? "" : " " + code) + ": " + detail(problem, instead);
    }

    private static String detail(Map<String, Object> problem, String instead) {
        return word(problem, "detail", word(problem, "title", instead));
    }

    private static String word(Map<String, Object> problem, String name, String otherwise) {
        return problem.get(name) instanceof String text ? text : otherwise;
    }

    /// The HTTP status; on the stream the one that the same problem has over HTTP.
    public int status() {
        return status;
    }

    /// The problem's word, such as `unknown_collection`; empty where the answer is none of
    /// Freshet's (a proxy's page).
    public String code() {
        return code;
    }

    /// A sentence for people.
    public String detail() {
        return detail;
    }

    /// Which element of the request is at fault, as a JSON pointer.
    public Optional<String> pointer() {
        return Optional.ofNullable(problem.get("pointer")).map(String::valueOf);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// All that the server said, such as `matched`, `failed` or `oldest_version`.
    public Map<String, Object> problem() {
        return problem;
    }

    boolean isResumeExpired() {
        return code.equals(RESUME_EXPIRED);
    }

    /// Would the same request be answered otherwise later?
    boolean isPassing() {
        return status == 408 || status == 429 || status >= 500;
    }
}
