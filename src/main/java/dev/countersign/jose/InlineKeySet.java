package dev.countersign.jose;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The key set that was registered for a client itself ({@code jwks}; RFC 7591, section 2). Thread-safe. */
public final class InlineKeySet implements KeySource {

    /** It only changes with the client. */
    private static final Duration FRESH = Duration.ofDays(1);

    private final SignatureProviders providers;
    private final InstantSource clock;

    public InlineKeySet(SignatureProviders providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    public boolean holds(Client client) {
        return AssertionProperties.keySet(client).isPresent();
    }

    @Override
    public Resolved resolve(Client client, Instant newerThan) {
        Instant now = clock.instant();
        try {
            KeySet set = KeySet.parse(AssertionProperties.keySet(client).orElseThrow(), providers);
            return new Resolved(set.keys(), now, now.plus(FRESH), Optional.empty());
        } catch (MalformedException e) {
            throw new UnavailableException("the registered key set cannot be used: " + e.rule());
        }
    }
}
