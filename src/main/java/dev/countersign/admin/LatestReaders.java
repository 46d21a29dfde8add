package dev.countersign.admin;

import dev.countersign.http.Decision;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clients that were last granted the metrics by their secret. Metrics matter most while the store is away, and then
 * no administrator or auditor can be judged: who read them before, with the same secret from the same address, may read
 * them on. A secret that was ended counts here until it is refused once, or for {@link #MAX_AGE}. Kept in memory, as
 * digests. Thread-safe.
 */
final class LatestReaders {

    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final int MAX_READERS = 8;
    private static final int SALT_BYTES = 32;
    private static final int UNAVAILABLE = 503;

    private final byte[] salt = new byte[SALT_BYTES];
    private final LongSupplier nanoTime;
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    LatestReaders(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        new SecureRandom().nextBytes(salt);
    }

    /** Remembers the reader, as the latest one. */
    synchronized void granted(String authorization, Caller caller) {
        if (!isSecret(authorization)) {
            return;
        }
        String key = digest(authorization);
        readers.remove(key);
        if (readers.size() == MAX_READERS) {
            readers.remove(readers.keySet().iterator().next());
        }
        readers.put(key, new Reader(caller, nanoTime.getAsLong()));
    }

    /** The reader, where the request could not be judged; forgets one that was refused. */
    synchronized Optional<Caller> denied(String authorization, InetAddress source, Decision.Denied denied) {
        if (!isSecret(authorization)) {
            return Optional.empty();
        }
        String key = digest(authorization);
        if (denied.status() != UNAVAILABLE) {
            readers.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(readers.get(key))
                .filter(reader -> nanoTime.getAsLong() - reader.nanos < MAX_AGE.toNanos())
                .map(Reader::caller)
                .filter(caller -> caller.source().equals(Optional.of(source)));
    }

    /** Access tokens and assertions end by themselves; only a secret is presented again and again. */
    private static boolean isSecret(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith("basic ");
    }

    private String digest(String authorization) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return HexFormat.of().formatHex(sha256.digest(authorization.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private record Reader(Caller caller, long nanos) {}
}
