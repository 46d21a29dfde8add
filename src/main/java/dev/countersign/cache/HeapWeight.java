package dev.countersign.cache;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessRules;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import dev.countersign.client.TokenRules;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates the heap bytes of cached values, rather too high than too low: variable parts are counted, fixed parts are
 * constants that were measured on a 64-bit virtual machine with compressed pointers. Stateless.
 */
public final class HeapWeight {

    /**
     * An object of a few fields, its place in a list or map, and the instants and optional values that come with it.
     */
    private static final long OBJECT_BYTES = 64;

    /** A text and its array, without the characters. */
    private static final long TEXT_BYTES = 48;

    private static final char LAST_LATIN_1 = 0xFF;

    /** A client with its profile, without texts, secrets and certificates. */
    private static final long CLIENT_BYTES = 6 * OBJECT_BYTES;

    /** Rules for tokens that are not the default, without texts. */
    private static final long TOKEN_RULES_BYTES = 3 * OBJECT_BYTES;

    /** Rules for access that are not the default, without texts. */
    private static final long ACCESS_RULES_BYTES = 3 * OBJECT_BYTES;

    /** A secret or certificate, with its instants. */
    private static final long CREDENTIAL_BYTES = 4 * OBJECT_BYTES;

    /** A key ready to verify with, without its modulus. */
    private static final long KEY_BYTES = 12 * OBJECT_BYTES;

    /**
     * The tables that are precomputed from a point on a curve at its first use, and their growth per bit of a
     * coordinate.
     */
    private static final long POINT_BYTES = 3 * 1024;

    private static final long BYTES_PER_COORDINATE_BIT = 8;

    /** A modulus takes heap as a number and again in the encoded form. */
    private static final long MODULUS_COPIES = 3;

    private HeapWeight() {}

    static long of(Client client) {
        ClientProfile profile = client.profile();
        long weight = CLIENT_BYTES
                + of(client.id().value())
                + of(profile.name())
                + of(profile.description())
                + of(profile.method().toString())
                + ofAll(profile.scopes().tokens())
                + ofAll(profile.audience())
                + of(profile.tokens())
                + of(profile.access());
        for (Map.Entry<String, String> property : profile.properties().entrySet()) {
            weight += of(property.getKey()) + of(property.getValue());
        }
        for (ClientSecret secret : client.secrets()) {
            weight += CREDENTIAL_BYTES
                    + of(secret.id())
                    + of(secret.label())
                    + of(secret.hash().text())
                    + of(secret.replacement().map(Replacement::replacedBy));
        }
        for (ClientCertificate certificate : client.certificates()) {
            weight += CREDENTIAL_BYTES
                    + of(certificate.id())
                    + of(certificate.kid())
                    + of(certificate.alias())
                    + of(certificate.der())
                    + of(certificate.replacement().map(Replacement::replacedBy));
        }
        return weight;
    }

    private static long of(TokenRules rules) {
        // The default is one object for all clients.
        return rules.equals(TokenRules.DEFAULT) ? 0 : TOKEN_RULES_BYTES + ofAll(rules.grantTypes());
    }

    private static long of(AccessRules rules) {
        return rules.equals(AccessRules.DEFAULT)
                ? 0
                : ACCESS_RULES_BYTES + ofAll(rules.allowedSources()) + of(rules.managedBy());
    }

    static long of(Resolved resolved) {
        return of(resolved.keys(), resolved.remarks()) + of(resolved.error());
    }

    /** The weight of keys that are ready to verify with, and of what is to be said about them and others. */
    public static long of(List<VerificationKey> keys, List<KeyRemark> remarks) {
        long weight = CREDENTIAL_BYTES;
        for (KeyRemark remark : remarks) {
            weight += 2 * OBJECT_BYTES + of(remark.kid()) + of(remark.reason());
        }
        for (VerificationKey key : keys) {
            weight += KEY_BYTES
                    + of(key.kid())
                    + of(key.thumbprint())
                    + of(key.algorithm())
                    + of(key.credentialId())
                    + of(key.key());
        }
        return weight;
    }

    private static long of(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return MODULUS_COPIES * (rsa.getModulus().bitLength() / Byte.SIZE);
        }
        return key instanceof ECKey ec
                ? POINT_BYTES
                        + BYTES_PER_COORDINATE_BIT
                                * ec.getParams().getCurve().getField().getFieldSize()
                : OBJECT_BYTES;
    }

    private static long of(Optional<String> text) {
        return text.map(HeapWeight::of).orElse(0L);
    }

    private static long ofAll(Collection<String> texts) {
        return texts.stream().mapToLong(text -> OBJECT_BYTES + of(text)).sum();
    }

    /** A text takes one byte for each character, or two for all when one of them is not of Latin-1. */
    private static long of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_LATIN_1) {
                return TEXT_BYTES + 2L * text.length();
            }
        }
        return TEXT_BYTES + text.length();
    }
}
