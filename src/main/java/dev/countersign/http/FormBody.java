package dev.countersign.http;

import dev.countersign.auth.FormLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a request's form body, once and bounded. With its own parser: those of the containers differ, and drop errors
 * silently. Stateless.
 */
final class FormBody {

    static final int MAX_BYTES = FormLimit.MAX_BYTES;

    private static final String TYPE = "application/x-www-form-urlencoded";

    private FormBody() {}

    /**
     * Empty: the body is no form, and was not read.
     *
     * @param mostParameters how many parameters it may have
     * @throws IOException when the container has no stream for the body
     */
    static Optional<FormParameters> read(HttpServletRequest request, RequestBodies bodies, int mostParameters)
            throws IOException, BadRequestException {
        List<String> types = Headers.all(request, "Content-Type");
        if (types.isEmpty() || types.stream().noneMatch(FormBody::isForm)) {
            return Optional.empty();
        }
        if (types.size() > 1) {
            throw new BadRequestException("there are several Content-Type fields");
        }
        long announced = request.getContentLengthLong();
        byte[] body = bytes(request, bodies);
        if (body.length == 0
                && announced <= 0
                && Headers.all(request, "Transfer-Encoding").isEmpty()) {
            // An authentication subrequest of a proxy repeats the header fields of the original request, but has no
            // body.
            return Optional.empty();
        }
        if (body.length == 0 && announced > 0) {
            throw new IllegalStateException(
                    "the request's body was read before it came to the filter, perhaps by getParameter() in another"
                            + " filter or servlet: map the filter in front of it");
        }
        requireUtf8(types.get(0));
        if (!Headers.all(request, "Content-Encoding").isEmpty() || isCompressed(request)) {
            throw new BadRequestException("a form must not be compressed");
        }
        try {
            return Optional.of(FormParameters.parse(body, mostParameters));
        } catch (BadRequestException e) {
            Arrays.fill(body, (byte) 0);
            throw e;
        }
    }

    /**
     * A type is a form when any container would parse it as one, also with an unusual remainder: Undertow compares only
     * this prefix.
     */
    private static boolean isForm(String contentType) {
        return contentType.strip().regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    /**
     * Undertow ignores transfer codings besides {@code chunked}, so that the body would be read in a coding that was
     * not removed; Jetty passes it on undecoded.
     */
    private static boolean isCompressed(HttpServletRequest request) {
        return !Headers.all(request, "Transfer-Encoding").stream().allMatch("chunked"::equalsIgnoreCase);
    }

    private static byte[] bytes(HttpServletRequest request, RequestBodies bodies)
            throws IOException, BadRequestException {
        try {
            return bodies.read(request, MAX_BYTES);
        } catch (BodyException e) {
            throw new BadRequestException(e.status(), e.description());
        }
    }

    /** RFC 6749, appendix B: UTF-8 and nothing else. */
    private static void requireUtf8(String contentType) throws BadRequestException {
        String parameters = contentType.strip().substring(TYPE.length()).strip();
        if (parameters.isEmpty()) {
            return;
        }
        for (String parameter :
                (parameters + " ").substring(parameters.startsWith(";") ? 1 : 0).split(";", -1)) {
            String[] nameAndValue = parameter.strip().split("=", 2);
            String name = nameAndValue[0].strip().toLowerCase(Locale.ROOT);
            String value = nameAndValue.length < 2 ? "" : nameAndValue[1].strip();
            boolean utf8 = value.equalsIgnoreCase("utf-8") || value.equalsIgnoreCase("\"utf-8\"");
            if (name.equals("charset") ? !utf8 : !parameters.startsWith(";") || parameter.contains(",")) {
                throw new BadRequestException("the only charset of a form is UTF-8");
            }
        }
    }
}
