package dev.countersign.jose;

import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** The key set that a client publishes ({@code jwks_uri}; RFC 7591, section 2). Where one is registered itself, too, that one counts. Thread-safe. */
public final class KeySetByUrl implements KeySource {

    private final KeySetOrigin origin;
    private final SignatureProviders providers;

    public KeySetByUrl(KeySetOrigin origin, SignatureProviders providers) {
        this.origin = origin;
        this.providers = providers;
    }

    /**
     * Whether the text is a key set that can be used, so that a fetcher need not put a page of HTML in the place of the last good set: what is wrong with it, in words that repeat nothing of
     * it; empty: it is one.
     */
    public static Optional<String> problem(String json) {
        try {
            KeySet.parse(json, algorithm -> Optional.empty());
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(e.rule());
        }
    }

    @Override
    public boolean holds(Client client) {
        return AssertionProperties.keySetUrl(client).isPresent()
                && AssertionProperties.keySet(client).isEmpty();
    }

    @Override
    public Resolved resolve(Client client, Instant newerThan) {
        return resolved(origin.get(url(client), newerThan));
    }

    @Override
    public Resolved refresh(Client client) {
        return resolved(origin.refresh(url(client)));
    }

    @Override
    public void forget(Client client) {
        AssertionProperties.keySetUrl(client).map(URI::create).ifPresent(origin::forget);
    }

    private Resolved resolved(KeySetOrigin.Document document) {
        try {
            KeySet set = KeySet.parse(document.json(), providers);
            return new Resolved(set.keys(), document.at(), document.freshUntil(), document.error());
        } catch (MalformedException e) {
            throw new UnavailableException("what the client's jwks_uri serves cannot be used: " + e.rule());
        }
    }

    private static URI url(Client client) {
        return AssertionProperties.keySetUrl(client).map(URI::create).orElseThrow();
    }
}
