package dev.countersign.admin;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.KeyDescriber.KeyType;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the interface shows of the public keys that are kept of a client. Immutable. */
record KeyRepresentation(KeyDescriber describer) {

    /** @param kept empty: nothing is */
    Map<String, Object> of(Optional<Resolved> kept) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("cached", kept.isPresent());
        kept.ifPresent(keys -> {
            members.put("fetched_at", keys.at().toString());
            members.put("expires_at", keys.freshUntil().toString());
            keys.error().ifPresent(error -> members.put("last_error", error));
        });
        members.put(
                "keys",
                kept.map(Resolved::keys).orElse(List.of()).stream()
                        .map(this::key)
                        .toList());
        return members;
    }

    private Map<String, Object> key(VerificationKey key) {
        KeyType type = describer.describe(key.key());
        Map<String, Object> members = new LinkedHashMap<>();
        key.kid().ifPresent(kid -> members.put("kid", kid));
        key.thumbprint().ifPresent(thumbprint -> members.put("thumbprint", thumbprint));
        members.put("algorithm", type.algorithm());
        members.put("size", (long) type.size());
        key.algorithm().ifPresent(algorithm -> members.put("alg", algorithm));
        key.notBefore().ifPresent(instant -> members.put("not_before", instant.toString()));
        key.notAfter().ifPresent(instant -> members.put("not_after", instant.toString()));
        key.credentialId().ifPresent(id -> members.put("certificate_id", id));
        return members;
    }
}
