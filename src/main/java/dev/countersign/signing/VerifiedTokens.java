package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was verified, by the SHA-256 of their whole text, so that it is verified once and not at each
 * use; everything else about a token is looked at anew. A new one takes the place of another: the number is bounded,
 * and with it the heap. Thread-safe, never blocks.
 */
final class VerifiedTokens {

    /** Longer tokens are not remembered: at most so many characters of claims are kept for each. */
    static final int MAX_CHARS = 2048;

    /** Heap bytes of an entry: the claims as texts, with their objects. */
    private static final int ENTRY_BYTES = 4 * MAX_CHARS;

    private static final int MIN_PLACES = 64;
    private static final int MAX_PLACES = 16_384;

    private final AtomicReferenceArray<@Nullable Entry> places;

    /** @param maxBytes of the heap */
    VerifiedTokens(long maxBytes) {
        places = new AtomicReferenceArray<>((int) Math.max(MIN_PLACES, Math.min(MAX_PLACES, maxBytes / ENTRY_BYTES)));
    }

    Optional<AccessToken> find(byte[] digest) {
        Entry entry = places.get(place(digest));
        return entry != null && MessageDigest.isEqual(entry.digest, digest)
                ? Optional.of(entry.token)
                : Optional.empty();
    }

    void add(byte[] digest, AccessToken token) {
        places.set(place(digest), new Entry(digest, token));
    }

    private int place(byte[] digest) {
        return Math.floorMod(ByteBuffer.wrap(digest).getInt(), places.length());
    }

    private static final class Entry {

        private final byte[] digest;
        private final AccessToken token;

        Entry(byte[] digest, AccessToken token) {
            this.digest = digest;
            this.token = token;
        }
    }
}
