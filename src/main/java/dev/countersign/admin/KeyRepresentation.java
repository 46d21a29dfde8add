package dev.countersign.admin;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyFailure;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The JSON representation of a client's cached public keys. Immutable. */
@JsonbPropertyOrder({"cached", "fetchedAt", "expiresAt", "lastError", "lastErrorAt", "keys", "remarks"})
public record KeyRepresentation(
        boolean cached,
        Optional<Instant> fetchedAt,
        Optional<Instant> expiresAt,
        Optional<String> lastError,
        Optional<Instant> lastErrorAt,
        List<Key> keys,
        List<Remark> remarks) {

    /**
     * What is shown.
     *
     * @param kept empty: no keys are cached
     * @param failure the latest one of this node, after which nothing was fetched
     */
    static KeyRepresentation of(Optional<Resolved> kept, Optional<KeyFailure> failure, KeyDescriber describer) {
        return new KeyRepresentation(
                kept.isPresent(),
                kept.map(Resolved::at),
                kept.map(Resolved::freshUntil),
                failure.map(KeyFailure::cause).or(() -> kept.flatMap(Resolved::error)),
                failure.map(KeyFailure::at),
                kept.map(Resolved::keys).orElse(List.of()).stream()
                        .map(key -> Key.of(key, describer.describe(key.key())))
                        .toList(),
                kept.map(Resolved::remarks).orElse(List.of()).stream()
                        .map(Remark::of)
                        .toList());
    }

    /**
     * What is to be said about one key of the source.
     *
     * @param number its place in the source, from 1 on
     * @param leftOut whether it is not among the keys
     * @param text a whole sentence
     */
    @JsonbPropertyOrder({"number", "kid", "leftOut", "text"})
    public record Remark(int number, Optional<String> kid, boolean leftOut, String text) {

        private static Remark of(KeyRemark remark) {
            return new Remark(remark.number(), remark.kid(), remark.isLeftOut(), remark.sentence());
        }
    }

    /**
     * One cached key.
     *
     * @param size in bits
     * @param alg the only JWS algorithm that it may be used with
     */
    @JsonbPropertyOrder({
        "kid",
        "thumbprint",
        "algorithm",
        "size",
        "alg",
        "notBefore",
        "notAfter",
        "expiresAt",
        "certificateId"
    })
    public record Key(
            Optional<String> kid,
            Optional<String> thumbprint,
            String algorithm,
            int size,
            Optional<String> alg,
            Optional<Instant> notBefore,
            Optional<Instant> notAfter,
            Optional<Instant> expiresAt,
            Optional<String> certificateId) {

        private static Key of(VerificationKey key, KeyType type) {
            return new Key(
                    key.kid(),
                    key.thumbprint(),
                    type.algorithm(),
                    type.size(),
                    key.algorithm().or(() -> type.boundTo().map(JwsAlgorithm::registeredName)),
                    key.notBefore(),
                    key.notAfter(),
                    key.expiresAt(),
                    key.credentialId());
        }
    }
}
