package dev.countersign.kit;

import dev.countersign.kit.ClientCredential.Proof;
import dev.countersign.kit.TokenException.Fault;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer. Immutable.
 *
 * @param from the URL that was asked
 * @param body empty: it was too long
 */
record Answer(URI from, int status, HttpHeaders headers, Optional<String> body) {

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Set<Integer> MAY_SAY_WHEN = Set.of(429, 503);
    private static final Pattern JSON = Pattern.compile("(?i)application/([a-z0-9.+-]+\\+)?json *(;.*)?");
    private static final int MAX_TEXT_CHARS = 300;

    boolean isGood() {
        return status == 200;
    }

    /** @throws TokenException when it is anything but a JSON object of bounded size */
    Map<String, Object> object() {
        String text =
                body.orElseThrow(() -> fault("more than " + Exchange.MAX_BYTES + " bytes, which is no answer to this"));
        String type =
                headers.firstValue("Content-Type").orElse("application/json").strip();
        if (!JSON.matcher(type).matches()) {
            throw fault("no JSON, but " + printable(type));
        }
        return BoundedJson.object(text).orElseThrow(() -> fault("what is no JSON object"));
    }

    /** The server's refusal (RFC 6749, section 5.2), or what stands in its place. */
    TokenException refusal(InstantSource clock, Proof proof) {
        Map<String, Object> members = body.flatMap(BoundedJson::object).orElse(Map.of());
        String error = shown(members.get("error"), proof);
        String description = shown(members.get("error_description"), proof);
        Duration retryAfter =
                MAY_SAY_WHEN.contains(status) ? RetryAfter.in(headers, clock).orElse(null) : null;
        return TokenException.answered(
                PASSING.contains(status) ? Fault.PASSING : Fault.LASTING,
                from + " answered " + status
                        + (status / 100 == 3 ? " (a redirect, which is not followed)" : "")
                        + (error == null ? "" : ' ' + error)
                        + (description == null ? "" : ": " + description),
                status,
                error,
                description,
                retryAfter);
    }

    /** @param what is wrong, without any of the answer's content */
    TokenException fault(String what) {
        return TokenException.lasting(from + " answered " + status + " with " + what);
    }

    /** Null: there is none, or it repeats what is confidential. */
    private static @Nullable String shown(@Nullable Object member, Proof proof) {
        if (member instanceof String text && !text.isBlank() && !proof.isRepeatedIn(text)) {
            return printable(text);
        }
        return null;
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^\\x20-\\x7E]", "?");
        return line.length() > MAX_TEXT_CHARS ? line.substring(0, MAX_TEXT_CHARS) + "..." : line;
    }

    /** Without the body, which may hold a token. */
    @Override
    public String toString() {
        return "Answer[" + status + " from " + from + "]";
    }
}
