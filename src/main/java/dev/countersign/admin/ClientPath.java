package dev.countersign.admin;

import dev.countersign.client.ClientId;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client id as a path segment: the id itself where every container accepts it in a path, else {@code ~} and its
 * Base64url. Each id has exactly one such spelling.
 */
final class ClientPath {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
    private static final char ENCODED = '~';

    private ClientPath() {}

    static String segment(ClientId id) {
        return isPlain(id.value()) ? id.value() : encoded(id);
    }

    /** Empty: the segment is not the form of a client id. */
    static Optional<ClientId> parse(String segment) {
        try {
            if (isPlain(segment)) {
                return Optional.of(new ClientId(segment));
            }
            if (segment.isEmpty() || segment.charAt(0) != ENCODED) {
                return Optional.empty();
            }
            byte[] decoded = CanonicalBase64.URL.decode(segment, 1, segment.length());
            ClientId id = new ClientId(new String(decoded, StandardCharsets.ISO_8859_1));
            // An id that needs no encoding has the plain form only.
            return isPlain(id.value()) ? Optional.empty() : Optional.of(id);
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    private static String encoded(ClientId id) {
        return ENCODED + CanonicalBase64.URL.encode(id.value().getBytes(StandardCharsets.US_ASCII));
    }
}
