package dev.countersign.jws;

import dev.countersign.text.MalformedException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a compact JWS: well-formed, not verified. A key that it offers itself ({@code jku}, {@code x5u}, {@code
 * x5c}, {@code jwk}) is ignored, since the sender chose it. Immutable.
 *
 * @param thumbprint of the certificate, SHA-256 ({@code x5t#S256})
 * @param critical the extensions that must be understood; empty: it names none
 * @param encoded whether the payload is Base64url, as it is unless {@code b64} says otherwise (RFC 7797)
 */
public record JwsHeader(
        String algorithm,
        Optional<String> type,
        Optional<String> kid,
        Optional<String> thumbprint,
        List<String> critical,
        boolean encoded) {

    private static final String MEDIA_TYPE_PREFIX = "application/";

    public JwsHeader {
        critical = List.copyOf(critical);
    }

    public static JwsHeader of(Map<String, Object> written) throws MalformedException {
        // Before anything counts as absent: an empty crit, or null, is forbidden.
        List<String> critical = critical(written);
        Map<String, Object> members = PresentMembers.of(written);
        if (members.containsKey("enc")) {
            throw new MalformedException("it is encrypted, not signed");
        }
        String algorithm = text(members, "alg").orElseThrow(() -> new MalformedException("the header has no alg"));
        return new JwsHeader(
                algorithm,
                text(members, "typ"),
                text(members, "kid"),
                text(members, "x5t#S256"),
                critical,
                encoded(members));
    }

    /** The type without its optional prefix, in lower case (RFC 7515, section 4.1.9). */
    public Optional<String> typeName() {
        return type.map(text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.startsWith(MEDIA_TYPE_PREFIX) ? lower.substring(MEDIA_TYPE_PREFIX.length()) : lower;
        });
    }

    private static Optional<String> text(Map<String, Object> members, String name) throws MalformedException {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new MalformedException("a header member that has to be a text is none");
        }
        return Optional.of(text);
    }

    /** RFC 7515, section 4.1.11. */
    private static List<String> critical(Map<String, Object> members) throws MalformedException {
        Object value = members.get("crit");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw new MalformedException("crit is not a list of names");
        }
        Set<String> names = new HashSet<>();
        for (Object name : list) {
            if (!(name instanceof String text) || !members.containsKey(text) || !names.add(text)) {
                throw new MalformedException("crit is not a list of the names of other header members");
            }
        }
        return List.copyOf(names);
    }

    private static boolean encoded(Map<String, Object> members) throws MalformedException {
        Object value = members.get("b64");
        if (value != null && !(value instanceof Boolean)) {
            throw new MalformedException("b64 is neither true nor false");
        }
        return value == null || value.equals(true);
    }
}
