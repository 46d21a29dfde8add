package dev.countersign.auth;

import dev.countersign.client.Client;

/** Tells an administrator why a signed assertion is refused, without using it up. Thread-safe. */
@FunctionalInterface
public interface AssertionTrial {

    /** Holds the assertion against every rule that can be asked about it, not only up to the first that it breaks. */
    TrialReport attempt(String assertion, Client client);
}
