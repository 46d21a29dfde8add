package dev.countersign.auth;

import dev.countersign.client.Client;

/** Tells an administrator why a secret is refused, without using it. Thread-safe. */
@FunctionalInterface
public interface SecretTrial {

    /** Holds the secret against every rule that can be asked about it, not only up to the first that it breaks. Tells nothing of the secrets that it is not. */
    TrialReport attempt(PresentedSecret presented, Client client);
}
