package dev.countersign.jose;

import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Recency;
import dev.countersign.client.Client;
import dev.countersign.manage.PublishedKeySets;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The key set that a client publishes ({@code jwks_uri}; RFC 7591, section 2). A registered {@code jwks} takes
 * precedence. Thread-safe.
 */
public final class KeySetByUrl implements KeySource, PublishedKeySets {

    private final KeySetOrigin<KeySet> origin;

    /** A trial of a URL is for no client, and so nothing that was cached since the start is void for it. */
    private final long start = System.nanoTime();

    public KeySetByUrl(KeySetOrigin<KeySet> origin) {
        this.origin = origin;
    }

    @Override
    public boolean holds(Client client) {
        return AssertionProperties.keySetUrl(client).isPresent()
                && AssertionProperties.keySet(client).isEmpty();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public List<PropertyDescription> properties() {
        return List.of(AssertionProperties.keySetUrl());
    }

    @Override
    public Resolved resolve(Client client, Recency recency) {
        return resolve(AssertionProperties.keySetUrl(client).map(URI::create).orElseThrow(), recency);
    }

    @Override
    public Optional<String> forbidden(String url) {
        return AssertionProperties.problemOfUrl(url)
                .or(() -> origin.forbidden(URI.create(url))
                        .map(kind -> "The settings of this server allow no key set from " + kind + "."));
    }

    @Override
    public Resolved fetch(String url, boolean now) {
        return resolve(URI.create(url), now ? Recency.immediate(start) : Recency.since(start));
    }

    private Resolved resolve(URI url, Recency recency) {
        Served<KeySet> served = origin.get(url, recency);
        KeySet set = served.keySet();
        return new Resolved(set.keys(), set.remarks(), served.at(), served.freshUntil(), served.error());
    }
}
