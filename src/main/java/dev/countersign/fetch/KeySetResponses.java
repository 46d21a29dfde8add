package dev.countersign.fetch;

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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/** Reads responses that should hold a key set, up to the limit and no byte further. Thread-safe. */
final class KeySetResponses {

    static final String ACCEPTED = "application/jwk-set+json, application/json";

    private static final Set<String> MEDIA_TYPES = Set.of("application/jwk-set+json", "application/json");

    /** What may be sent back safely (RFC 9110, section 8.8.3). */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E]{0,200}\"");

    private final int maxBytes;
    private final Predicate<String> keySet;

    /**
     * With these limits.
     *
     * @param keySet whether a text is a key set at all
     */
    KeySetResponses(int maxBytes, Predicate<String> keySet) {
        this.maxBytes = maxBytes;
        this.keySet = keySet;
    }

    /**
     * Reads one.
     *
     * @param conditional whether the origin was told what we have
     * @throws FetchFailedException when it will not do
     */
    Answer read(ClassicHttpResponse response, boolean conditional, Instant now) throws IOException {
        Optional<Duration> lifetime = new Freshness(
                        values(response, HttpHeaders.CACHE_CONTROL),
                        values(response, HttpHeaders.EXPIRES),
                        values(response, HttpHeaders.DATE),
                        values(response, HttpHeaders.AGE))
                .lifetime(now);
        int status = response.getCode();
        if (status == HttpStatus.SC_NOT_FOUND || status == HttpStatus.SC_GONE) {
            return new Answer.Gone();
        }
        if (status == HttpStatus.SC_NOT_MODIFIED && conditional) {
            return new Answer.Unchanged(lifetime);
        }
        if (status / 100 == 3 && status != HttpStatus.SC_NOT_MODIFIED) {
            throw new FetchFailedException("it answered with status " + status + ", and redirects are not followed");
        }
        if (status != HttpStatus.SC_OK) {
            throw new FetchFailedException("it answered with status " + status);
        }
        String text = text(response);
        if (!keySet.test(text)) {
            throw new FetchFailedException("it answered with something that is no key set");
        }
        List<String> etags = values(response, HttpHeaders.ETAG);
        return new Answer.Found(
                text,
                etags.stream().filter(etag -> ETAG.matcher(etag).matches()).findFirst(),
                lifetime);
    }

    private String text(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new FetchFailedException("it answered with nothing");
        }
        // Bytes that unfold into more are not read at all: we said that we would take none.
        if (!values(response, HttpHeaders.CONTENT_ENCODING).stream()
                .allMatch(coding -> coding.equalsIgnoreCase("identity"))) {
            throw new FetchFailedException("it answered with compressed content");
        }
        List<String> types = values(response, HttpHeaders.CONTENT_TYPE);
        if (types.size() != 1 || !MEDIA_TYPES.contains(mediaType(types.get(0)))) {
            throw new FetchFailedException("it answered with another media type than " + ACCEPTED);
        }
        byte[] body = body(entity);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FetchFailedException("it answered with something that is no key set");
        }
    }

    private byte[] body(HttpEntity entity) throws IOException {
        if (entity.getContentLength() <= maxBytes) {
            // Not closed: that would read the rest.
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
