package dev.countersign.jose;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.VerificationKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One key of a set as it was read. Immutable.
 *
 * @param key empty: it is not for signatures or of an unsupported type, which a reader of key sets must ignore (RFC
 *     7517, section 5)
 * @param certificate for this very key
 * @param otherUse why there is no key, as a part of a sentence
 * @param ignored which members beside the key were ignored, and why, each as a part of a sentence
 */
record ReadJwk(
        Optional<VerificationKey> key,
        Optional<X509Certificate> certificate,
        Optional<String> otherUse,
        List<String> ignored) {

    ReadJwk {
        ignored = List.copyOf(ignored);
    }

    static ReadJwk leftOut(String otherUse) {
        return new ReadJwk(Optional.empty(), Optional.empty(), Optional.of(otherUse), List.of());
    }

    /** @param kid as it may be shown */
    List<KeyRemark> remarks(int number, Optional<String> kid) {
        return Stream.concat(
                        otherUse.stream().map(reason -> new KeyRemark(number, kid, KeyRemark.Kind.OTHER_USE, reason)),
                        ignored.stream()
                                .map(reason -> new KeyRemark(number, kid, KeyRemark.Kind.MEMBER_IGNORED, reason)))
                .toList();
    }
}
