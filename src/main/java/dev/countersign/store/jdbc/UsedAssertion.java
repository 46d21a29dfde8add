package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A row of the table of used assertions. Immutable.
 *
 * @param keepUntil at the precision of the database
 */
record UsedAssertion(Key key, Instant keepUntil) {

    /** @throws IllegalArgumentException when the end is too far away to be stored */
    static UsedAssertion of(ClientId client, String jti, Instant keepUntil) {
        return new UsedAssertion(
                new Key(client.value(), Sha256.base64Url(jti.getBytes(StandardCharsets.UTF_8))),
                StorableInstants.notBefore(keepUntil));
    }

    /**
     * The unique key of the table. All statements lock rows in this order, so that no two can deadlock.
     *
     * @param jtiHash SHA-256, Base64url
     */
    record Key(String client, String jtiHash) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byClient = client.compareTo(other.client);
            return byClient != 0 ? byClient : jtiHash.compareTo(other.jtiHash);
        }
    }
}
