package dev.countersign.signing;

import dev.countersign.client.TokenRules;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * When a signing key is made, signs, and goes. A key is published for a lead before it signs, so that resource servers
 * that cache the key set have it by then, and stays published until its last token has ended. Immutable.
 *
 * @param algorithm of new keys; an active key of another one is replaced
 * @param lifetime how long a key signs
 * @param lead how long it is published before
 */
record KeyRotation(JwsAlgorithm algorithm, Duration lifetime, Duration lead) {

    /** Beyond the longest life of a token: nodes that have not heard of the change, and whose clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /**
     * The keys as they are to be now.
     *
     * @param present in the order of their creation
     * @param spare makes a new key, where one is needed
     */
    List<SigningKey> next(List<SigningKey> present, Instant now, Supplier<SigningKey> spare) {
        List<SigningKey> keys = new ArrayList<>(present);
        keys.removeIf(
                key -> key.lastTokenExpiresAt().filter(end -> !end.isAfter(now)).isPresent());
        Optional<SigningKey> active = active(keys);
        if (active.isEmpty()) {
            // At the first start, and after the active one was withdrawn: the lead would be a time without tokens.
            SigningKey successor = published(keys).findFirst().orElseGet(() -> added(keys, spare.get()));
            return activated(keys, successor, now);
        }
        Instant end = end(active.get(), now);
        Optional<SigningKey> successor = published(keys)
                .filter(key -> key.algorithm().equals(algorithm.registeredName()))
                .findFirst();
        if (successor.isEmpty() && !now.isBefore(end.minus(lead))) {
            successor = Optional.of(added(keys, spare.get()));
        }
        return successor.isPresent() && !now.isBefore(end) && isKnown(successor.get(), now)
                ? activated(keys, successor.get(), now)
                : keys;
    }

    /** Whether resource servers had the time to learn of the key. */
    boolean isKnown(SigningKey published, Instant now) {
        return !now.isBefore(published.createdAt().plus(lead));
    }

    /** The same keys with this one active, and the one that was active retired. */
    static List<SigningKey> activated(List<SigningKey> keys, SigningKey successor, Instant now) {
        return keys.stream()
                .map(key -> {
                    if (key.kid().equals(successor.kid())) {
                        return key.activatedAt(now);
                    }
                    return key.state() == SigningKey.State.ACTIVE
                            ? key.retiredAt(
                                    now, now.plus(TokenRules.MAX_LIFETIME).plus(MARGIN))
                            : key;
                })
                .toList();
    }

    private Instant end(SigningKey active, Instant now) {
        return active.algorithm().equals(algorithm.registeredName())
                ? active.activeSince().orElseThrow().plus(lifetime)
                : now;
    }

    private static Optional<SigningKey> active(List<SigningKey> keys) {
        return keys.stream()
                .filter(key -> key.state() == SigningKey.State.ACTIVE)
                .findFirst();
    }

    private static Stream<SigningKey> published(List<SigningKey> keys) {
        return keys.stream().filter(key -> key.state() == SigningKey.State.PUBLISHED);
    }

    private static SigningKey added(List<SigningKey> keys, SigningKey spare) {
        keys.add(spare);
        return spare;
    }
}
