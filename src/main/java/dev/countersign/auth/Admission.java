package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Scopes;
import java.util.Optional;
import java.util.Set;

/**
 * The requirements of one protected endpoint: the methods of authentication, the scopes, whether administrators and
 * auditors only, which access tokens. Immutable.
 *
 * @param methods the methods that are admitted; empty optional: all that are installed. An empty set is for
 *     an endpoint that admits access tokens only
 * @param strictSecretForm whether the secret must come by the method that the client is registered for, Basic or form
 *     body
 * @param scopes the scopes that the client must all have
 * @param administration whether the client must be an administrator or an auditor; the endpoint tells them apart
 * @param tokenAudience the audience that an access token must name; empty: no access token is admitted
 */
public record Admission(
        Optional<Set<AuthMethod>> methods,
        boolean strictSecretForm,
        Scopes scopes,
        boolean administration,
        Optional<String> tokenAudience) {

    /** Every installed method, the secret in the header or the body, no scope, no access token. */
    public static final Admission ANY = new Admission(Optional.empty(), false, Scopes.NONE, false);

    /** The same for administrators and auditors only. */
    public static final Admission ADMINISTRATION = new Admission(Optional.empty(), false, Scopes.NONE, true);

    /** @throws IllegalArgumentException when no method and no access token is admitted: no client would be */
    public Admission {
        methods = methods.map(Set::copyOf);
        if (methods.isPresent() && methods.get().isEmpty() && tokenAudience.isEmpty()) {
            throw new IllegalArgumentException("no method is admitted");
        }
    }

    /** Without access tokens. */
    public Admission(
            Optional<Set<AuthMethod>> methods, boolean strictSecretForm, Scopes scopes, boolean administration) {
        this(methods, strictSecretForm, scopes, administration, Optional.empty());
    }

    /** The same with access tokens that name this audience. */
    public Admission admittingTokensFor(String audience) {
        return new Admission(methods, strictSecretForm, scopes, administration, Optional.of(audience));
    }

    /** The requirement that a client lacks here after it was authenticated at another endpoint; empty: none. */
    public Optional<Refusal> missingAfter(Outcome.Granted elsewhere) {
        return elsewhere
                .token()
                .map(this::ofToken)
                .orElseGet(() -> ofMethod(
                        elsewhere.method(), elsewhere.client().profile().method()))
                .or(() -> missing(elsewhere));
    }

    /** Why this endpoint does not admit a verified access token; empty: it does. */
    public Optional<Refusal> ofToken(AccessToken token) {
        if (tokenAudience.isEmpty()) {
            return Optional.of(Refusal.METHOD_NOT_ALLOWED);
        }
        return token.audience().contains(tokenAudience.get()) ? Optional.empty() : Optional.of(Refusal.WRONG_AUDIENCE);
    }

    /** The requirement beyond authentication that a client lacks, for a 403; empty: none. */
    public Optional<Refusal> missing(Outcome.Granted granted) {
        if (!granted.scopes().tokens().containsAll(scopes.tokens())) {
            return Optional.of(Refusal.INSUFFICIENT_SCOPE);
        }
        return administration && !granted.client().profile().canAudit()
                ? Optional.of(Refusal.NOT_ADMINISTRATOR)
                : Optional.empty();
    }

    /** Whether no credential is admitted but an access token. */
    public boolean tokensOnly() {
        return methods.filter(Set::isEmpty).isPresent();
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
