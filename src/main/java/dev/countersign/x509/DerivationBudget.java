package dev.countersign.x509;

import java.math.BigInteger;

/** Adds up what it would cost to derive a file's keys from its password, so that a hostile file is refused before the first one is. Not thread-safe. */
final class DerivationBudget {

    /** Each derivation by itself, and all that we make together, as the file counts them. */
    static final int MOST_ITERATIONS = 1_000_000;

    /** As the hash function counts them: an iteration may take several. Some tools derive with 600 000 for a MAC alone. */
    static final long MOST_HASHES = 2_500_000;

    /** In bytes. */
    static final long MOST_MEMORY = 64L << 20;

    /** Per block of scrypt, times {@code r}, in bytes (RFC 7914, section 2). */
    private static final long SCRYPT_BLOCK = 128;

    /** How many rounds of scrypt each block costs besides those it says, for it is made before and hashed after them. */
    private static final BigInteger SCRYPT_EDGES = BigInteger.valueOf(16);

    private final int times;
    private long iterations;
    private long hashes;

    /** @param times how often everything may be derived, since the password is tried in so many spellings */
    DerivationBudget(int times) {
        this.times = times;
    }

    /** Looks at a derivation that will not be made. */
    static int look(BigInteger iterations) {
        if (iterations.signum() <= 0
                || iterations.bitLength() >= Integer.SIZE
                || iterations.intValue() > MOST_ITERATIONS) {
            throw Complaint.ofFile("The file asks for " + shown(iterations)
                    + " iterations to derive a key from the password; from 1 to " + MOST_ITERATIONS + " are allowed.");
        }
        return iterations.intValue();
    }

    /**
     * Takes note of one that will be made.
     *
     * @param hashes that an iteration takes
     */
    int spend(BigInteger iterations, int hashes) {
        int allowed = look(iterations);
        add(allowed, hashes);
        return allowed;
    }

    /** Takes note of one by scrypt, whose cost is a memory's too. */
    void spend(BigInteger n, BigInteger r, BigInteger p) {
        BigInteger memory = n.multiply(r).multiply(BigInteger.valueOf(SCRYPT_BLOCK));
        if (n.compareTo(BigInteger.TWO) < 0
                || n.bitCount() != 1
                || r.signum() <= 0
                || p.signum() <= 0
                || memory.compareTo(BigInteger.valueOf(MOST_MEMORY)) > 0) {
            throw Complaint.ofFile("The file asks for scrypt with odd parameters, or with more than "
                    + (MOST_MEMORY >> 20) + " MiB of memory.");
        }
        BigInteger work = n.add(SCRYPT_EDGES).multiply(r).multiply(p);
        if (work.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) > 0) {
            throw tooMuch();
        }
        add(work.intValue(), 2);
    }

    private void add(int more, int hashesEach) {
        iterations += more;
        hashes += (long) more * hashesEach * times;
        if (iterations > MOST_ITERATIONS || hashes > MOST_HASHES) {
            throw tooMuch();
        }
    }

    private static RuntimeException tooMuch() {
        return Complaint.ofFile("The file asks for too much work to derive its keys from the password: more than "
                + MOST_ITERATIONS + " iterations or " + MOST_HASHES + " hashes in all.");
    }

    private static String shown(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number.toString() : "a monstrous number of";
    }
}
