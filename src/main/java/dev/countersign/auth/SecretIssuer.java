package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.time.Instant;
import java.util.Optional;

/** Makes client secrets, or takes chosen ones in. Thread-safe. */
public interface SecretIssuer {

    /**
     * Makes one secret; the client's other secrets are the caller's business.
     *
     * @param method the client's: some need a secret that can be read again
     * @param chosen the secret that the administrator chose; empty: a new random one
     * @throws UnacceptableSecretException when the chosen one is too weak or cannot be sent
     */
    IssuedSecret issue(
            ClientId client, AuthMethod method, String label, Optional<String> chosen, Optional<Instant> expiresAt);

    /**
     * A secret that was just made.
     *
     * @param registered what is kept
     * @param value what the client gets, once
     */
    record IssuedSecret(ClientSecret registered, Secret value) {}

    /** A chosen secret that will not do; the message says why and never repeats it. */
    final class UnacceptableSecretException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public UnacceptableSecretException(String message) {
            super(message);
        }
    }
}
