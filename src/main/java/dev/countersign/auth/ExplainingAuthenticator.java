package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;

/**
 * An authenticator that can tell administrators why it refuses a credential (*Why refused?*). Optional: without it,
 * *Why refused?* checks only the client and the method. Thread-safe.
 *
 * @param <P> the kind of credential
 */
public interface ExplainingAuthenticator<P extends PresentedCredential> extends ClientAuthenticator<P> {

    /**
     * Checks the credential against every rule, also after one that it breaks, and uses nothing up: a credential that
     * was tried can still be used. The client is registered for the method; it may be disabled or differ from the one
     * that the credential names, which the caller has checked and reported already.
     *
     * @return in the order in which {@link #authenticate} applies them: the first that has not passed decides. What
     *     cannot be found out is {@link Check.Result#UNKNOWN}. Nothing in them is a credential
     * @throws dev.countersign.client.UnavailableException when no rule can be checked, which is a 503 for the
     *     administrator
     */
    List<Check> explain(P presented, Client client);
}
