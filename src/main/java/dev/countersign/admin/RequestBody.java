package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a request's JSON body, bounded, and wipes the bytes afterwards: an administrator may have chosen a secret. */
final class RequestBody {

    /** In bytes. */
    static final int MAX_LENGTH = 64 * 1024;

    static final List<String> JSON = List.of("application/json");

    /** A merge patch (RFC 7396) under its own name, or under JSON's. */
    static final List<String> MERGE_PATCH = List.of("application/merge-patch+json", "application/json");

    /** JSON is UTF-8 always (RFC 8259, section 8.1); those who say so all the same are right. */
    private static final Pattern PARAMETERS = Pattern.compile("(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");

    private RequestBody() {}

    /** @throws ProblemException when it is of another type, too large, or no such object */
    static Map<String, Object> read(HttpServletRequest request, List<String> types) {
        String given =
                request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        if (types.stream().noneMatch(type -> isOfType(given, type)) || isEncoded(request)) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_TYPE, "The body has to be " + types.get(0) + ", unencoded.");
        }
        byte[] bytes = BodyBytes.read(request, MAX_LENGTH);
        try {
            return JsonObjectReader.read(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static boolean isOfType(String given, String type) {
        return given.startsWith(type)
                && PARAMETERS.matcher(given.substring(type.length())).matches();
    }

    /** Whether something would have to be undone first, such as a compression. */
    static boolean isEncoded(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }
}
