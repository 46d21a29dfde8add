package dev.countersign.jose;

import java.util.Optional;

/** A key or secret of the client that may have signed the assertion. Used by one thread. */
interface Candidate extends AutoCloseable {

    boolean verifies(byte[] input, byte[] signature);

    /** Which of the client's credentials it is, where there are several. */
    Optional<String> credentialId();

    /** Wipes what has to be wiped. */
    @Override
    default void close() {}
}
