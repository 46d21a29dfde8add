package dev.countersign.admin;

import dev.countersign.http.BodyException;
import dev.countersign.http.RequestBodies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a request's JSON body, bounded, and wipes the bytes afterwards: an administrator may have chosen a secret. */
final class RequestBody {

    /** Of a JSON body. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    static final List<String> JSON = List.of("application/json");

    /** A merge patch (RFC 7396), with its own media type or with that of JSON. */
    static final List<String> MERGE_PATCH = List.of("application/merge-patch+json", "application/json");

    /** JSON is always UTF-8 (RFC 8259, section 8.1); a charset parameter that says so is accepted. */
    private static final Pattern PARAMETERS = Pattern.compile("(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");

    private RequestBody() {}

    /** @throws ProblemException when it is of another type, too large, or no valid JSON object */
    static Map<String, Object> read(
            HttpServletRequest request, RequestBodies bodies, List<String> types, int maxBytes) {
        String given =
                request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        if (types.stream().noneMatch(type -> isOfType(given, type)) || isEncoded(request)) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_TYPE, "The body must be " + types.get(0) + ", unencoded.");
        }
        byte[] bytes = bytes(request, bodies, maxBytes);
        try {
            return JsonText.read(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Whether the request says that it has no body. */
    static boolean isAbsent(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        boolean described = request.getContentType() != null || request.getHeader("Transfer-Encoding") != null;
        return length == 0 || (length < 0 && !described);
    }

    /** @throws ProblemException when the body is longer, or cannot be read */
    static byte[] bytes(HttpServletRequest request, RequestBodies bodies, int maxBytes) {
        try {
            return bodies.read(request, maxBytes);
        } catch (BodyException e) {
            throw e.status() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                    ? new ProblemException(ProblemKind.TOO_LARGE, "The body has more than " + maxBytes + " bytes.")
                    : new ProblemException(ProblemKind.MALFORMED, "The body cannot be read.");
        } catch (IOException e) {
            throw new ProblemException(ProblemKind.MALFORMED, "The body cannot be read.");
        }
    }

    private static boolean isOfType(String given, String type) {
        return given.startsWith(type)
                && PARAMETERS.matcher(given.substring(type.length())).matches();
    }

    /** Whether the body has a content coding, such as gzip, which is not supported. */
    static boolean isEncoded(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }
}
