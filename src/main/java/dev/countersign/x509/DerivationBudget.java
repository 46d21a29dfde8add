package dev.countersign.x509;

import java.math.BigInteger;

/**
 * Adds up the cost of deriving a file's keys from its password, so that a hostile file is refused before the first
 * derivation. Not thread-safe.
 */
final class DerivationBudget {

    /** Of each derivation, and of all that are carried out together, as the file counts them. */
    static final int MAX_ITERATIONS = 1_000_000;

    /**
     * Computations of the hash function in all: an iteration may take several. Some tools derive with 600 000
     * iterations for a MAC alone.
     */
    static final long MAX_HASHES = 2_500_000;

    /** In bytes. */
    static final long MAX_MEMORY_BYTES = 64L << 20;

    /** Per block of scrypt, times {@code r}, in bytes (RFC 7914, section 2). */
    private static final long SCRYPT_BLOCK = 128;

    /** Rounds that each block of scrypt costs besides its N, as the blocks are derived before and hashed after them. */
    private static final BigInteger SCRYPT_EDGES = BigInteger.valueOf(16);

    private final int times;
    private long iterations;
    private long hashes;

    /** @param times least number of encodings of the password to be tried, each of which costs every derivation */
    DerivationBudget(int times) {
        this.times = times;
    }

    /** Checks a derivation that is never carried out. */
    static int look(BigInteger iterations) {
        if (iterations.signum() <= 0
                || iterations.bitLength() >= Integer.SIZE
                || iterations.intValue() > MAX_ITERATIONS) {
            throw ImportProblem.ofFile("The file asks for " + shown(iterations)
                    + " iterations to derive a key from the password; from 1 to " + MAX_ITERATIONS + " are allowed. "
                    + ImportProblem.CERTIFICATE_ALONE);
        }
        return iterations.intValue();
    }

    /**
     * Counts a derivation that will be carried out.
     *
     * @param hashes that an iteration takes
     */
    int spend(BigInteger iterations, int hashes) {
        int allowed = look(iterations);
        add(allowed, hashes);
        return allowed;
    }

    /** Counts a derivation by scrypt, which costs memory too. */
    void spend(BigInteger n, BigInteger r, BigInteger p) {
        BigInteger memory = n.multiply(r).multiply(BigInteger.valueOf(SCRYPT_BLOCK));
        if (n.compareTo(BigInteger.TWO) < 0
                || n.bitCount() != 1
                || r.signum() <= 0
                || p.signum() <= 0
                || memory.compareTo(BigInteger.valueOf(MAX_MEMORY_BYTES)) > 0) {
            throw ImportProblem.ofFile("The file asks for scrypt with invalid parameters, or with more than "
                    + (MAX_MEMORY_BYTES >> 20) + " MiB of memory. " + ImportProblem.CERTIFICATE_ALONE);
        }
        BigInteger work = n.add(SCRYPT_EDGES).multiply(r).multiply(p);
        if (work.compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0) {
            throw tooMuch();
        }
        add(work.intValue(), 2);
    }

    /** How many encodings of the password can be tried within the limit: at least those that were asked for. */
    int affordable() {
        long once = hashes / times;
        return once == 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, MAX_HASHES / once);
    }

    private void add(int more, int hashesEach) {
        iterations += more;
        hashes += (long) more * hashesEach * times;
        if (iterations > MAX_ITERATIONS || hashes > MAX_HASHES) {
            throw tooMuch();
        }
    }

    private static RuntimeException tooMuch() {
        return ImportProblem.ofFile("The file asks for too much work to derive its keys from the password: more than "
                + MAX_ITERATIONS + " iterations or " + MAX_HASHES
                + " hashes in all. Write it anew with fewer, such as openssl pkcs12 -export -iter 100000. "
                + ImportProblem.CERTIFICATE_ALONE);
    }

    private static String shown(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number.toString() : "a monstrous number of";
    }
}
