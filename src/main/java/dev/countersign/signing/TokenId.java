package dev.countersign.signing;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The {@code jti} of a token of ours: 127 random bits, in Base64url. Immutable.
 *
 * @param high not 0, so that it can mark a row of a table as taken
 */
record TokenId(long high, long low) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static TokenId random() {
        byte[] bytes = new byte[2 * Long.BYTES];
        RANDOM.nextBytes(bytes);
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new TokenId(Math.max(numbers.getLong() & Long.MAX_VALUE, 1), numbers.getLong());
    }

    /** Empty: it is none of ours. */
    static Optional<TokenId> parse(String text) {
        try {
            byte[] bytes = CanonicalBase64.URL.decode(text);
            ByteBuffer numbers = ByteBuffer.wrap(bytes);
            return bytes.length == 2 * Long.BYTES
                    ? Optional.of(new TokenId(numbers.getLong(), numbers.getLong()))
                            .filter(id -> id.high != 0)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return CanonicalBase64.URL.encode(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }
}
