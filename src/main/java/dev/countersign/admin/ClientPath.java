package dev.countersign.admin;

import dev.countersign.client.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client id as a path segment: the id itself where no container takes offence at it, else {@code ~} and its Base64url. Each id has
 * exactly one such spelling.
 */
final class ClientPath {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
    private static final char ENCODED = '~';

    private ClientPath() {}

    static String segment(ClientId id) {
        return isPlain(id.value()) ? id.value() : encoded(id);
    }

    /** Empty: no client can have this path. */
    static Optional<ClientId> parse(String segment) {
        try {
            if (isPlain(segment)) {
                return Optional.of(new ClientId(segment));
            }
            if (segment.isEmpty() || segment.charAt(0) != ENCODED) {
                return Optional.empty();
            }
            byte[] decoded = Base64.getUrlDecoder().decode(segment.substring(1));
            ClientId id = new ClientId(new String(decoded, StandardCharsets.ISO_8859_1));
            // Padding, spare bits, an id that needs no encoding: all these are other spellings.
            return segment(id).equals(segment) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    private static String encoded(ClientId id) {
        return ENCODED
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(id.value().getBytes(StandardCharsets.US_ASCII));
    }
}
