package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.Scopes;
import java.util.Optional;
import java.util.Set;

/**
 * The requirements of one protected endpoint: the methods of authentication, the scopes, whether administrators only.
 * Immutable.
 *
 * @param methods the methods that are admitted; empty optional: all that are installed. Never an empty set
 * @param strictSecretForm whether the secret must come by the method that the client is registered for, Basic or form
 *     body
 * @param scopes the scopes that the client must all have
 * @param administrators whether the client must be an administrator
 */
public record Admission(
        Optional<Set<AuthMethod>> methods, boolean strictSecretForm, Scopes scopes, boolean administrators) {

    /** Every installed method, the secret in the header or the body, no scope. */
    public static final Admission ANY = new Admission(Optional.empty(), false, Scopes.NONE, false);

    /** The same for administrators only. */
    public static final Admission ADMINISTRATORS = new Admission(Optional.empty(), false, Scopes.NONE, true);

    /** @throws IllegalArgumentException when the set of methods is empty, which would refuse every client */
    public Admission {
        methods = methods.map(Set::copyOf);
        if (methods.isPresent() && methods.get().isEmpty()) {
            throw new IllegalArgumentException("no method is admitted");
        }
    }

    /**
     * The requirement that a client lacks here after it was authenticated by {@code used} at another endpoint; empty:
     * none.
     */
    public Optional<Refusal> missing(Client client, AuthMethod used) {
        return ofMethod(used, client.profile().method()).or(() -> missing(client));
    }

    /** The requirement beyond authentication that a client lacks, for a 403; empty: none. */
    public Optional<Refusal> missing(Client client) {
        if (!client.profile().scopes().tokens().containsAll(scopes.tokens())) {
            return Optional.of(Refusal.INSUFFICIENT_SCOPE);
        }
        return administrators && !client.profile().canAdminister()
                ? Optional.of(Refusal.NOT_ADMINISTRATOR)
                : Optional.empty();
    }

    boolean admits(AuthMethod used) {
        return methods.isEmpty() || methods.get().contains(used);
    }

    /**
     * Why this endpoint does not admit the method that a client uses, where its registered method fits; empty: it does.
     */
    Optional<Refusal> ofMethod(AuthMethod used, AuthMethod registered) {
        if (!admits(used)) {
            return Optional.of(Refusal.METHOD_NOT_ALLOWED);
        }
        return strictSecretForm && !used.equals(registered)
                ? Optional.of(Refusal.METHOD_NOT_REGISTERED)
                : Optional.empty();
    }
}
