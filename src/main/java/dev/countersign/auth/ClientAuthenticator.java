package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import java.util.Set;

/**
 * The strategy that judges one kind of presented credential. Called by many threads at once, so it has to be
 * thread-safe. An {@link dev.countersign.client.UnavailableException} of a judgement means undecided: 503. Any other
 * exception is a mistake of the authenticator: 500 without details, and the cause in the log.
 *
 * @param <P> the kind of credential
 */
public interface ClientAuthenticator<P extends PresentedCredential> {

    /** The class of the credentials that it judges: exactly this class, no superclass. */
    Class<P> accepts();

    /** The methods that present it; always the same. */
    Set<AuthMethod> methods();

    /** Whether a client that uses {@code used} may be registered for {@code registered}; true for the same method. */
    default boolean interchangeable(AuthMethod used, AuthMethod registered) {
        return used.equals(registered);
    }

    /**
     * Judges the credential of a client that exists, is enabled and confidential, and is registered for the method: the
     * caller has checked that. A refusal must take the same time whatever is registered for the client; otherwise its
     * duration tells what is.
     *
     * @return a grant for this client and this method, or a refusal
     * @throws dev.countersign.client.UnavailableException when it is undecided; the same as {@link Outcome.Unavailable}
     */
    Outcome authenticate(P presented, Client client);

    /**
     * Refuses, at the cost of a refusal by {@link #authenticate}. Called in its place where the refusal is certain
     * beforehand, for example because there is no such client, so that the response time does not tell.
     *
     * @throws dev.countersign.client.UnavailableException when {@link #authenticate} would be undecided for every
     *     client
     */
    void refuse(P presented);
}
