package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import java.util.Optional;
import java.util.Set;

/**
 * What one protected endpoint asks of those who want in. Immutable.
 *
 * @param methods the methods that are admitted; empty optional: all that are installed. Never an empty set
 * @param strictSecretForm whether the secret must come in the very envelope that the client is registered for
 */
public record Admission(Optional<Set<AuthMethod>> methods, boolean strictSecretForm) {

    /** Every installed method, the secret in either envelope. */
    public static final Admission ANY = new Admission(Optional.empty(), false);

    /**
     * Checks that somebody can pass.
     *
     * @throws IllegalArgumentException when the set of methods is empty, since nobody could ever pass
     */
    public Admission {
        methods = methods.map(Set::copyOf);
        if (methods.isPresent() && methods.get().isEmpty()) {
            throw new IllegalArgumentException("no method is admitted");
        }
    }

    boolean admits(AuthMethod method) {
        return methods.isEmpty() || methods.get().contains(method);
    }
}
