package dev.countersign.declare;

import java.time.Duration;
import java.util.Optional;

/**
 * A secret that a client had at another server. Never printed. Immutable.
 *
 * @param lifetime empty: it does not end
 */
record ImportedSecret(String label, String value, Optional<Duration> lifetime) {

    @Override
    public String toString() {
        return "ImportedSecret[" + label + "]";
    }
}
