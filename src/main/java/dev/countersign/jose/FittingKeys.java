package dev.countersign.jose;

import dev.countersign.auth.VerificationKey;
import dev.countersign.jws.JwsHeader;
import dev.countersign.keys.JwsAlgorithm;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Picks those of a client's public keys that may have signed an assertion, by what its header says about them (RFC
 * 7515, section 6). Immutable.
 *
 * @param keys in the order in which they are to be tried
 * @param notTried how many others fit, too, and are more than may be tried
 * @param outOfTime whether other keys were left out because their certificates are not valid now, or they have ended
 */
record FittingKeys(List<VerificationKey> keys, int notTried, boolean outOfTime) {

    /** Bounds the verifications for one assertion: a client with more keys names one by {@code kid}. */
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
                .filter(key -> algorithm.fits(key.key()))
                .toList();
        List<VerificationKey> valid = different(standingFor(fitting, header, now).stream()
                .filter(key -> expiredCertificates || validAt(key, now))
                .toList());
        int tried = Math.min(MAX_TRIED, valid.size());
        return new FittingKeys(
                valid.subList(0, tried),
                valid.size() - tried,
                valid.isEmpty() && !byId(fitting, header).isEmpty());
    }

    /**
     * The live keys that are to be tried. Where all keys that the header names have ended, a live one stands for them
     * only if it is the same public key: another one cannot have made the signature.
     */
    private static List<VerificationKey> standingFor(List<VerificationKey> fitting, JwsHeader header, Instant now) {
        // One that was replaced and has ended does not stand for its kid any more: a newer one may have the same key.
        List<VerificationKey> live =
                fitting.stream().filter(key -> key.liveAt(now)).toList();
        List<VerificationKey> named =
                fitting.stream().filter(key -> isNamed(key, header)).toList();
        if (named.isEmpty() || named.stream().anyMatch(key -> key.liveAt(now))) {
            return byId(live, header);
        }
        Set<ByteBuffer> ended = named.stream().map(FittingKeys::encoding).collect(Collectors.toSet());
        return live.stream().filter(key -> ended.contains(encoding(key))).toList();
    }

    private static boolean isNamed(VerificationKey key, JwsHeader header) {
        return (header.kid().isPresent() && key.kid().equals(header.kid()))
                || (header.thumbprint().isPresent() && key.thumbprint().equals(header.thumbprint()));
    }

    /** The hash code of BouncyCastle's elliptic-curve keys takes a fifth of a verification. */
    private static ByteBuffer encoding(VerificationKey key) {
        return ByteBuffer.wrap(key.key().getEncoded());
    }

    /**
     * A renewed certificate may hold the same key as the one before: the key is tried once, and counts as a use of the
     * newest certificate.
     */
    private static List<VerificationKey> different(List<VerificationKey> keys) {
        if (keys.size() < 2) {
            return keys;
        }
        Map<ByteBuffer, VerificationKey> newest = new LinkedHashMap<>();
        keys.forEach(key -> newest.put(encoding(key), key));
        return List.copyOf(newest.values());
    }

    /**
     * The key with that kid, where there is one. Without one, no key of a key set fits; registered certificates are all
     * tried, since their kids are made by the server and the client need not know them.
     */
    private static List<VerificationKey> byId(List<VerificationKey> fitting, JwsHeader header) {
        if (header.kid().isEmpty()) {
            return fitting;
        }
        Predicate<VerificationKey> named = key -> key.kid().equals(header.kid());
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
