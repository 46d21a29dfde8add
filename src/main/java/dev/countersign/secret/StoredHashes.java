package dev.countersign.secret;

import dev.countersign.client.AuthMethod;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at what is stored of secrets, before a client depends on it: whether it is of the kind that the client's method
 * needs, and made under a key of this ring. Thread-safe.
 *
 * @param keyIds the master keys that there are
 */
public record StoredHashes(Set<String> keyIds) {

    private static final Pattern PARTS = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int HASH_BYTES = 32;

    public StoredHashes {
        keyIds = Set.copyOf(keyIds);
    }

    /** Why this cannot be what is stored of a secret, as a sentence that repeats nothing of it; empty: it can. */
    public Optional<String> problem(AuthMethod method, String stored) {
        if (method.equals(AuthMethod.CLIENT_SECRET_JWT)) {
            return hasPrefix(stored, 1)
                    ? Optional.empty()
                    : Optional.of("Must be a secret that is encrypted under a key of this ring, as client_secret_jwt"
                            + " needs it.");
        }
        Optional<String> prefix =
                prefixes(0).stream().filter(stored::startsWith).findFirst();
        if (prefix.isEmpty()) {
            return Optional.of("Must be a hash under a key of this ring, as the command hash-secret makes it.");
        }
        return isHash(stored.substring(prefix.get().length()))
                ? Optional.empty()
                : Optional.of("Must end with the Base64url of 32 bytes, as the command hash-secret makes it.");
    }

    private boolean hasPrefix(String stored, int kind) {
        return prefixes(kind).stream().anyMatch(stored::startsWith);
    }

    private List<String> prefixes(int kind) {
        return keyIds.stream()
                .map(id -> RandomSecretIssuer.storedPrefixes(id).get(kind))
                .toList();
    }

    private static boolean isHash(String text) {
        try {
            return PARTS.matcher(text).matches() && Base64.getUrlDecoder().decode(text).length == HASH_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
