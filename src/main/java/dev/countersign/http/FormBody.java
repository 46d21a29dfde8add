package dev.countersign.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a request's form body, once and bounded. With our own parser: those of the containers differ, and drop errors silently. Stateless.
 */
final class FormBody {

    /** In bytes. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final String TYPE = "application/x-www-form-urlencoded";

    private FormBody() {}

    /**
     * Empty: the body is no form, and was not touched.
     *
     * @throws IOException when the container has no stream of it
     */
    static Optional<FormParameters> read(HttpServletRequest request) throws IOException, BadRequestException {
        List<String> types = Headers.all(request, "Content-Type");
        if (types.isEmpty() || types.stream().noneMatch(FormBody::isForm)) {
            return Optional.empty();
        }
        if (types.size() > 1) {
            throw new BadRequestException("there are several Content-Type fields");
        }
        long announced = request.getContentLengthLong();
        byte[] body = readBounded(request, announced);
        if (body.length == 0
                && announced <= 0
                && Headers.all(request, "Transfer-Encoding").isEmpty()) {
            // A proxy that asks on behalf of another request repeats its header fields but has no body.
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
            return Optional.of(FormParameters.parse(body));
        } catch (BadRequestException e) {
            Arrays.fill(body, (byte) 0);
            throw e;
        }
    }

    /** Whatever a container might take for a form is one, even when it goes on in an odd way: Undertow looks no further than to here. */
    private static boolean isForm(String contentType) {
        return contentType.strip().regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    /** Undertow takes no notice of codings beside this one, and would have us read what is not there; Jetty hands on what it has not undone. */
    private static boolean isCompressed(HttpServletRequest request) {
        return !Headers.all(request, "Transfer-Encoding").stream().allMatch("chunked"::equalsIgnoreCase);
    }

    private static byte[] readBounded(HttpServletRequest request, long announced)
            throws IOException, BadRequestException {
        if (announced > MAX_LENGTH) {
            throw tooLong();
        }
        byte[] buffer = new byte[announced >= 0 ? (int) announced + 1 : MAX_LENGTH + 1];
        int length = 0;
        ServletInputStream in = request.getInputStream();
        while (length < buffer.length) {
            int read = read(in, buffer, length);
            if (read < 0) {
                byte[] body = Arrays.copyOf(buffer, length);
                Arrays.fill(buffer, (byte) 0);
                return body;
            }
            length += read;
        }
        Arrays.fill(buffer, (byte) 0);
        throw tooLong();
    }

    private static int read(ServletInputStream in, byte[] buffer, int offset) throws BadRequestException {
        try {
            return in.read(buffer, offset, buffer.length - offset);
        } catch (IOException | RuntimeException e) {
            // It ended too soon or took too long; the latter kind is how Jetty says that it is not framed as HTTP wants
            // it.
            throw new BadRequestException("the body cannot be read");
        }
    }

    private static BadRequestException tooLong() {
        return new BadRequestException(413, "the form is longer than " + MAX_LENGTH + " bytes");
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
