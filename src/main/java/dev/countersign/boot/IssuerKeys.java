package dev.countersign.boot;

import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.UnavailableException;
import dev.countersign.jose.KeySet;
import java.net.URI;
import java.util.Optional;

/** The keys that the issuer of access tokens publishes, as the fetcher has them. Thread-safe. */
final class IssuerKeys {

    private final KeySetOrigin<KeySet> origin;
    private final URI url;

    /** Nothing that was fetched since is ever void. */
    private final long start = System.nanoTime();

    IssuerKeys(KeySetOrigin<KeySet> origin, URI url) {
        this.origin = origin;
        this.url = url;
    }

    /**
     * The key with this kid. An unknown kid has the set fetched anew, as often as the fetcher allows.
     *
     * @throws UnavailableException when the set cannot be had, or the one from before lacks the kid
     */
    Optional<VerificationKey> find(String kid) {
        Served<KeySet> known = origin.get(url, Recency.since(start));
        Optional<VerificationKey> key = key(known, kid);
        if (key.isPresent()) {
            return key;
        }
        Served<KeySet> newer = origin.get(url, Recency.after(known.at(), start));
        key = key(newer, kid);
        if (key.isEmpty() && newer.error().isPresent()) {
            // The set from before may be too old to have this key.
            throw new UnavailableException(newer.error().get());
        }
        return key;
    }

    private static Optional<VerificationKey> key(Served<KeySet> served, String kid) {
        return served.keySet().keys().stream()
                .filter(key -> key.kid().filter(kid::equals).isPresent())
                .findFirst();
    }
}
