package dev.countersign.bench;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How much heap the key cache takes with {@value #CLIENTS} clients that have a key of 2048 bits each, or as many of
 * them as its part of the heap holds.
 */
final class KeyCacheHeap {

    private static final int CLIENTS = 100_000;

    private KeyCacheHeap() {}

    static void main() {
        try (CachedClientKeys keys =
                new CachedClientKeys(List.of(new MadeUpKeys()), Duration.ofHours(1), CLIENTS, InstantSource.system())) {
            long before = used();
            for (int i = 0; i < CLIENTS; i++) {
                keys.find(client(i), Optional.empty());
            }
            long bytes = used() - before;
            long kept = 0;
            for (int i = 0; i < CLIENTS; i++) {
                kept += keys.remembered(new ClientId("client-" + i)).isPresent() ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "key cache: %d clients, %d MB of heap, %d bytes each%n",
                    kept,
                    bytes >> 20,
                    bytes / kept);
        }
    }

    private static Client client(int number) {
        return new Client(
                new ClientId("client-" + number),
                ClientProfile.confidential(),
                List.of(),
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static final class MadeUpKeys implements KeySource {

        private final Random random = new Random(1);

        @Override
        public boolean holds(Client client) {
            return true;
        }

        @Override
        public Resolved resolve(Client client, Recency recency) {
            VerificationKey key = new VerificationKey(
                    Optional.of("key of " + client.id()),
                    Optional.empty(),
                    key(),
                    Optional.of("RS256"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new Resolved(List.of(key), Instant.EPOCH, Instant.MAX, Optional.empty());
        }

        private PublicKey key() {
            BigInteger modulus = new BigInteger(2048, random).setBit(2047).setBit(0);
            try {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
