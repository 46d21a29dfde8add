package dev.countersign.x509;

import java.nio.ByteBuffer;

/**
 * Recognises the older key stores of BouncyCastle, which are not read here: a version, a salt behind its length, a
 * number of iterations. Stateless.
 */
final class BouncyStore {

    /** As long as a hash by SHA-1, as is the MAC at the end of BKS. */
    private static final int SALT_BYTES = 20;

    private static final int HEADER_BYTES = 3 * Integer.BYTES + SALT_BYTES;

    private static final int MAX_VERSION = 2;

    /** Certificate, key, secret, sealed key. */
    private static final int MAX_KIND = 4;

    private BouncyStore() {}

    static boolean isHeader(byte[] content) {
        if (content.length <= HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(content);
        int version = header.getInt();
        int iterations = header.getInt(HEADER_BYTES - Integer.BYTES);
        return version >= 0
                && version <= MAX_VERSION
                && header.getInt() == SALT_BYTES
                && iterations > 0
                && iterations <= DerivationBudget.MAX_ITERATIONS;
    }

    /** Entries follow in clear, the kind of the first one and its alias; those of UBER are encrypted. */
    static boolean isBks(byte[] content) {
        int kind = content[HEADER_BYTES];
        boolean isEmpty = kind == 0 && content.length == HEADER_BYTES + 1 + SALT_BYTES;
        return isEmpty
                || (kind > 0
                        && kind <= MAX_KIND
                        && content.length > HEADER_BYTES + 2
                        && content[HEADER_BYTES + 1] == 0);
    }
}
