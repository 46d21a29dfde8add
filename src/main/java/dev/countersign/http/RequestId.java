package dev.countersign.http;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * The id of a request, which connects its log lines with those of the proxy before us and of the application behind. A
 * trusted proxy's {@code X-Request-Id} or the trace id of its {@code traceparent} (W3C Trace Context, section 3.2);
 * else a random one. While a request is handled its thread has the id in SLF4J's MDC. Stateless.
 */
public final class RequestId {

    /** In the MDC and in log lines. */
    static final String KEY = "request";

    /** Of requests and responses. */
    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /**
     * What proxies make: UUIDs, hexadecimal numbers, Base64. No blank and no quotation mark, which end it in a line.
     */
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestId() {}

    /** That of the request, the same at each call. */
    static String of(HttpServletRequest request, Transport transport) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = given(request, transport).orElseGet(() -> HexFormat.of().toHexDigits(RANDOM.nextLong()));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The end of a log line of this thread: a blank, the key and the id; empty outside of a request. */
    public static String suffix() {
        String id = MDC.get(KEY);
        return id == null ? "" : " " + KEY + "=" + id;
    }

    private static Optional<String> given(HttpServletRequest request, Transport transport) {
        List<String> ids = Headers.all(request, HEADER);
        List<String> parents = Headers.all(request, "traceparent");
        // The header is looked for first: to find out whether the peer is a proxy costs more.
        if ((ids.isEmpty() && parents.isEmpty()) || !transport.isFromTrustedProxy(request)) {
            return Optional.empty();
        }
        if (ids.size() == 1 && VALID.matcher(ids.get(0)).matches()) {
            return Optional.of(ids.get(0));
        }
        Matcher parent = TRACE_PARENT.matcher(parents.size() == 1 ? parents.get(0) : "");
        return parent.matches() ? Optional.of(parent.group(1)) : Optional.empty();
    }
}
