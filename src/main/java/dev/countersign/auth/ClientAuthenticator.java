package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import java.util.Set;

/**
 * The strategy that judges one kind of presented credential. It is asked only about a client that exists, is enabled and confidential, and
 * is registered for the method; that is the {@link Gatekeeper}'s work. Thread-safe.
 *
 * @param <P> the kind of credential
 */
public interface ClientAuthenticator<P extends PresentedCredential> {

    /** The kind of credential, by its class. */
    Class<P> accepts();

    /** The methods that present it. */
    Set<AuthMethod> methods();

    /** Whether one who presents {@code used} may be registered for {@code registered}; the same method always. */
    default boolean interchangeable(AuthMethod used, AuthMethod registered) {
        return used.equals(registered);
    }

    /** Judges. Whatever it cannot find out is {@link Outcome.Unavailable}, never {@link Outcome.Refused}. */
    Outcome authenticate(P presented, Client client);

    /**
     * A client that nobody is: with credentials as clients usually have them, which nothing matches. A refusal that is certain beforehand
     * judges the credential against it all the same, so that it takes the same time.
     */
    Client decoy();
}
