package dev.countersign.manage;

import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.time.Instant;
import java.util.Optional;

/** Makes client secrets, or takes chosen ones in. Thread-safe. */
public interface SecretIssuer {

    /**
     * Makes one secret; the caller decides about the client's other secrets.
     *
     * @param method the client's: some need a secret that can be read again
     * @param algorithm the only JWS algorithm that the client uses, where it has one: decides how long a key has to be
     * @param chosen the secret that the administrator chose; empty: a new random one
     * @param expiresAt empty: it has no end, or the one that the deployer has set for all
     * @throws UnacceptableSecretException when the chosen one is too weak or cannot be sent, or a rule forbids it
     */
    IssuedSecret issue(
            ClientId client,
            AuthMethod method,
            Optional<String> algorithm,
            String label,
            Optional<String> chosen,
            Optional<Instant> expiresAt);

    /** The one for secrets that clients had at another server, where chosen ones are not taken otherwise. */
    default SecretIssuer forImports() {
        return this;
    }

    /**
     * A secret that was just made.
     *
     * @param registered what is kept
     * @param value what the client gets, once
     */
    record IssuedSecret(ClientSecret registered, Secret value) {}

    /** A secret that is refused; the message gives the reason and never repeats the secret. */
    final class UnacceptableSecretException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;

        /** Because of the chosen secret. */
        public UnacceptableSecretException(String message) {
            this("secret", message);
        }

        /** @param field the member to blame: {@code secret} or {@code lifetime} */
        public UnacceptableSecretException(String field, String message) {
            super(message);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }
}
