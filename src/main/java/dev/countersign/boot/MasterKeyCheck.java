package dev.countersign.boot;

import dev.countersign.client.UnavailableException;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.store.jdbc.MasterKeyChecks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the key ring is the one under which the store was written: a wrong master key must not start the
 * server.
 */
final class MasterKeyCheck {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyCheck.class);

    private MasterKeyCheck() {}

    /**
     * Compares each key with its check value in the store, and leaves the check values of new keys there.
     *
     * @throws IllegalStateException when a key is another one than before, or one is missing that secrets still need
     */
    static void verify(KeyRing ring, MasterKeyChecks stored) {
        Map<String, String> known = stored.all();
        for (String id : ring.ids()) {
            if (known.containsKey(id)) {
                requireSame(id, known.get(id), ring.checkValue(id));
            }
        }
        for (String id : known.keySet()) {
            if (!ring.ids().contains(id)
                    && RandomSecretIssuer.storedPrefixes(id).stream().anyMatch(stored::hasHashStartingWith)) {
                throw new IllegalStateException("The master key ring lacks the key '" + id
                        + "', under which the store holds secrets. Put its line back into the file.");
            }
        }
        for (String id : ring.ids()) {
            // When several nodes start at once, the first check value stays and the other nodes compare with it.
            requireSame(id, stored.add(id, ring.checkValue(id)), ring.checkValue(id));
        }
    }

    /**
     * Makes sure that the store, which may have been restored from a backup since the start, still belongs to the
     * active key. Passes when the store is unavailable: its outage is handled elsewhere.
     *
     * @throws IllegalStateException when it belongs to another key
     */
    static void confirm(KeyRing ring, MasterKeyChecks stored) {
        try {
            String id = ring.activeId();
            requireSame(id, stored.all().getOrDefault(id, "none"), ring.checkValue(id));
        } catch (UnavailableException e) {
            LOG.debug("the master key cannot be compared now", e);
        }
    }

    private static void requireSame(String id, String stored, String own) {
        byte[] expected = stored.getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, own.getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalStateException(
                    "The master key '" + id
                            + "' is not the one under which this store was written. Put the right key into the file, or bind another store.");
        }
    }
}
