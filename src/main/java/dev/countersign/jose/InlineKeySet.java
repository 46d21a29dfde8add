package dev.countersign.jose;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Recency;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import dev.countersign.text.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The key set that was registered for a client itself ({@code jwks}; RFC 7591, section 2). Thread-safe. */
public final class InlineKeySet implements KeySource {

    /** Changes only together with the client's registration. */
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
    public List<PropertyDescription> properties() {
        return List.of(AssertionProperties.keySet());
    }

    @Override
    public Resolved resolve(Client client, Recency recency) {
        Instant now = clock.instant();
        try {
            KeySet set = KeySet.parse(AssertionProperties.keySet(client).orElseThrow(), providers);
            return new Resolved(set.keys(), set.remarks(), now, now.plus(FRESH), Optional.empty());
        } catch (MalformedException e) {
            throw new UnavailableException("the registered key set cannot be used: " + e.rule());
        }
    }
}
