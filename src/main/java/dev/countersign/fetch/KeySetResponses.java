package dev.countersign.fetch;

import dev.countersign.auth.KeySetParser;
import dev.countersign.text.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/** Reads responses that should hold a key set, up to the size limit and no byte further. Thread-safe. */
final class KeySetResponses<S> {

    static final String ACCEPTED = "application/jwk-set+json, application/json";

    private static final Set<String> MEDIA_TYPES = Set.of("application/jwk-set+json", "application/json");

    /** A validator that can be sent back safely (RFC 9110, section 8.8.3). */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E]{0,200}\"");

    /** A media type (RFC 9110, section 8.3.1) that is short and harmless enough to be shown. */
    private static final Pattern SHOWN_TYPE = Pattern.compile("[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,60}");

    private static final String NO_KEY_SET = "it answered with something that is no key set: ";

    /** The key set of an origin that answers 404 or 410. */
    private static final String EMPTY_SET = "{\"keys\":[]}";

    private final int maxBytes;
    private final KeySetParser<S> parser;

    KeySetResponses(int maxBytes, KeySetParser<S> parser) {
        this.maxBytes = maxBytes;
        this.parser = parser;
    }

    /**
     * Reads one response.
     *
     * @param conditional whether the request had the validator of the cached key set
     * @throws FetchFailedException when the response is unusable
     */
    OriginAnswer<S> read(ClassicHttpResponse response, boolean conditional, Instant now) throws IOException {
        Optional<Duration> lifetime = new Freshness(
                        values(response, HttpHeaders.CACHE_CONTROL),
                        values(response, HttpHeaders.EXPIRES),
                        values(response, HttpHeaders.DATE),
                        values(response, HttpHeaders.AGE))
                .lifetime(now);
        int status = response.getCode();
        if (status == HttpStatus.SC_NOT_FOUND || status == HttpStatus.SC_GONE) {
            return new OriginAnswer.Found<>(parsed(EMPTY_SET), Optional.empty(), Optional.of(Duration.ZERO));
        }
        if (status == HttpStatus.SC_NOT_MODIFIED && conditional) {
            return new OriginAnswer.Unchanged<>(lifetime);
        }
        if (status / 100 == 3 && status != HttpStatus.SC_NOT_MODIFIED) {
            throw new FetchFailedException("it answered with status " + status + ", and redirects are not followed");
        }
        if (status != HttpStatus.SC_OK) {
            throw new FetchFailedException("it answered with status " + status);
        }
        S keySet = parsed(text(response));
        List<String> etags = values(response, HttpHeaders.ETAG);
        return new OriginAnswer.Found<>(
                keySet,
                etags.stream().filter(etag -> ETAG.matcher(etag).matches()).findFirst(),
                lifetime);
    }

    private S parsed(String text) throws FetchFailedException {
        try {
            return parser.parse(text);
        } catch (MalformedException e) {
            throw new FetchFailedException(NO_KEY_SET + e.rule());
        }
    }

    private String text(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new FetchFailedException("it answered with nothing");
        }
        // Compressed content is not read, since it could expand beyond the limit; the request asked for none.
        if (!values(response, HttpHeaders.CONTENT_ENCODING).stream()
                .allMatch(coding -> coding.equalsIgnoreCase("identity"))) {
            throw new FetchFailedException("it answered with compressed content");
        }
        requireMediaType(values(response, HttpHeaders.CONTENT_TYPE));
        byte[] body = body(entity);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FetchFailedException(NO_KEY_SET + "its text is not UTF-8");
        }
    }

    private static void requireMediaType(List<String> fields) throws FetchFailedException {
        List<String> types = fields.stream().map(KeySetResponses::mediaType).toList();
        if (types.size() == 1 && MEDIA_TYPES.contains(types.get(0))) {
            return;
        }
        String answered = "another media type than the accepted ones";
        if (types.isEmpty()) {
            answered = "no media type";
        } else if (types.size() > 1) {
            answered = "more than one Content-Type";
        } else if (SHOWN_TYPE.matcher(types.get(0)).matches()) {
            answered = "another media type, " + types.get(0);
        }
        throw new FetchFailedException("it answered with " + answered + "; accepted: " + ACCEPTED);
    }

    private byte[] body(HttpEntity entity) throws IOException {
        if (entity.getContentLength() <= maxBytes) {
            // Not closed, since closing would read the rest.
            InputStream content = entity.getContent();
            byte[] body = content.readNBytes(maxBytes + 1);
            if (body.length <= maxBytes) {
                return body;
            }
        }
        throw new FetchFailedException("it answered with more than " + maxBytes + " bytes");
    }

    private static String mediaType(String field) {
        int parameters = field.indexOf(';');
        return (parameters < 0 ? field : field.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static List<String> values(ClassicHttpResponse response, String name) {
        return Stream.of(response.getHeaders(name))
                .map(Header::getValue)
                .map(value -> value == null ? "" : value)
                .toList();
    }
}
