package dev.countersign.jose;

import dev.countersign.auth.VerificationKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Picks those of a client's public keys that may have signed an assertion, by what its header says about them (RFC 7515, section 6). Immutable.
 *
 * @param keys in the order in which they are to be tried
 * @param outOfTime whether there were others, whose certificates are not valid now
 */
record FittingKeys(List<VerificationKey> keys, boolean outOfTime) {

    /** So many are tried: a client that has more names the key in its assertions. */
    static final int MAX_TRIED = 4;

    FittingKeys {
        keys = List.copyOf(keys);
    }

    static FittingKeys of(
            List<VerificationKey> registered,
            JwsHeader header,
            JwsAlgorithm algorithm,
            Instant now,
            boolean expiredCertificates) {
        List<VerificationKey> fitting = registered.stream()
                .filter(key -> key.algorithm().isEmpty()
                        || JwsAlgorithm.named(key.algorithm().get()).equals(Optional.of(algorithm)))
                .filter(key -> !contradicts(key.thumbprint(), header.thumbprint()))
                .filter(key -> KeyForm.fits(key.key(), algorithm))
                .toList();
        if (header.kid().isPresent()) {
            fitting = byId(fitting, header.kid().get());
        }
        List<VerificationKey> valid = different(fitting.stream()
                .filter(key -> expiredCertificates || validAt(key, now))
                .toList());
        return new FittingKeys(
                valid.subList(0, Math.min(MAX_TRIED, valid.size())), valid.isEmpty() && !fitting.isEmpty());
    }

    /** A renewed certificate may have the key of the one before: it is tried once, and it is the newest one that was used. */
    private static List<VerificationKey> different(List<VerificationKey> keys) {
        if (keys.size() < 2) {
            return keys;
        }
        Map<PublicKey, VerificationKey> newest = new LinkedHashMap<>();
        keys.forEach(key -> newest.put(key.key(), key));
        return List.copyOf(newest.values());
    }

    /**
     * The key of that id, where there is one. Where there is none, a key set has nothing to offer; registered certificates are all tried, as their ids are ours
     * and the client need not know them.
     */
    private static List<VerificationKey> byId(List<VerificationKey> fitting, String kid) {
        Predicate<VerificationKey> named = key -> key.kid().equals(Optional.of(kid));
        return fitting.stream().anyMatch(named)
                ? fitting.stream().filter(named).toList()
                : fitting.stream().filter(key -> !key.ofKeySet()).toList();
    }

    private static boolean contradicts(Optional<String> known, Optional<String> named) {
        return known.isPresent() && named.isPresent() && !known.equals(named);
    }

    /** A certificate is valid at its first and at its last instant (RFC 5280, section 4.1.2.5). */
    private static boolean validAt(VerificationKey key, Instant now) {
        return Stream.of(key.notBefore()).flatMap(Optional::stream).noneMatch(now::isBefore)
                && Stream.of(key.notAfter()).flatMap(Optional::stream).noneMatch(now::isAfter);
    }
}
