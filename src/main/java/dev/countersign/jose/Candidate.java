package dev.countersign.jose;

import java.util.Optional;

/** A key or secret of the client that may have signed the assertion. Used by one thread. */
interface Candidate extends AutoCloseable {

    /** Whether its type and size fit the form of the signature; it is verified only where they do. */
    boolean isPossible(byte[] signature);

    boolean verifies(byte[] input, byte[] signature);

    /**
     * Which usual mistake of a signer with this key or secret explains a signature that does not verify, for *Why
     * refused?*; empty: none that is known.
     */
    default Optional<String> mistake(byte[] input, byte[] signature) {
        return Optional.empty();
    }

    /** Which of the client's credentials it is, where there are several. */
    Optional<String> credentialId();

    /** Wipes a secret; a public key needs no wiping. */
    @Override
    default void close() {}
}
