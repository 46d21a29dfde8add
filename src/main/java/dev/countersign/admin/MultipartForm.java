package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.http.RequestBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a form of several parts, one of which may be a file (RFC 7578). With our own parser: those of the containers
 * differ in what they take, in what they throw and in where they leave copies, and there may be a private key in the
 * file. Names of files are ignored. Stateless.
 */
final class MultipartForm {

    /** In bytes: the room in a body for boundaries and header fields, beside the parts themselves. */
    static final int MAX_OVERHEAD_BYTES = 16 * 1024;

    private static final String TYPE = "multipart/form-data";

    /** A boundary (RFC 2046, section 5.1.1), bare or in quotes; beside it only a charset of UTF-8. */
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "\\s*" + TYPE
                    + "\\s*;(?:\\s*charset=\"?utf-8\"?\\s*;)?\\s*boundary="
                    + "(?:\"([A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-])\"|([A-Za-z0-9'+_.-]{1,70}))"
                    + "\\s*(?:;\\s*charset=\"?utf-8\"?\\s*)?",
            Pattern.CASE_INSENSITIVE);

    private MultipartForm() {}

    /**
     * The parts by their names, each of which is there once. The caller has to wipe them.
     *
     * @param known the names that a part may have
     * @param maxBytes of all parts together
     * @throws ProblemException when the body is of another type, too large, or malformed
     */
    static Map<String, Secret> read(HttpServletRequest request, RequestBodies bodies, Set<String> known, int maxBytes) {
        String boundary = boundary(request);
        byte[] body = RequestBody.bytes(request, bodies, maxBytes + MAX_OVERHEAD_BYTES);
        try {
            return new MultipartReader(body, boundary).read(known);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static String boundary(HttpServletRequest request) {
        List<String> types = Collections.list(request.getHeaders("Content-Type"));
        String type = types.size() == 1 ? types.get(0) : "";
        if (!type.strip().regionMatches(true, 0, TYPE, 0, TYPE.length()) || RequestBody.isEncoded(request)) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_TYPE,
                    "The body must be multipart/form-data, unencoded, as from: curl -F format=CERTIFICATE_PEM -F file=@client.pem");
        }
        Matcher matcher = CONTENT_TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new ProblemException(
                    ProblemKind.MALFORMED, "The boundary of the Content-Type is missing or invalid.");
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
}
