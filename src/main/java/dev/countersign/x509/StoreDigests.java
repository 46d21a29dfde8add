package dev.countersign.x509;

import dev.countersign.text.ShownText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** The hash functions of key stores, by the object identifiers used there. Stateless. */
final class StoreDigests {

    static final ASN1ObjectIdentifier SHA1 = new ASN1ObjectIdentifier("1.3.14.3.2.26");

    private static final Map<ASN1ObjectIdentifier, Supplier<ExtendedDigest>> DIGESTS = Map.of(
            SHA1,
            SHA1Digest::new,
            NISTObjectIdentifiers.id_sha224,
            SHA224Digest::new,
            NISTObjectIdentifiers.id_sha256,
            SHA256Digest::new,
            NISTObjectIdentifiers.id_sha384,
            SHA384Digest::new,
            NISTObjectIdentifiers.id_sha512,
            SHA512Digest::new);

    private static final Map<ASN1ObjectIdentifier, Supplier<ExtendedDigest>> HMACS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, SHA1Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA224, SHA224Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA256, SHA256Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA384, SHA384Digest::new,
            PKCSObjectIdentifiers.id_hmacWithSHA512, SHA512Digest::new,
            // BouncyCastle's own key store.
            NISTObjectIdentifiers.id_hmacWithSHA3_512, () -> new SHA3Digest(512));

    private StoreDigests() {}

    /** By the name of the hash function itself. */
    static ExtendedDigest digest(ASN1ObjectIdentifier name) {
        return of(DIGESTS, name);
    }

    /** Of the HMAC with that name. */
    static ExtendedDigest hmac(ASN1ObjectIdentifier name) {
        return of(HMACS, name);
    }

    /** Number of hash results that so many bytes take. */
    static int blocks(ExtendedDigest digest, int bytes) {
        return (bytes + digest.getDigestSize() - 1) / digest.getDigestSize();
    }

    private static ExtendedDigest of(
            Map<ASN1ObjectIdentifier, Supplier<ExtendedDigest>> known, ASN1ObjectIdentifier name) {
        return Optional.ofNullable(known.get(name))
                .orElseThrow(() -> ImportProblem.ofFile(
                        "The file uses a hash function that is not known here: " + ShownText.of(name.getId()) + "."))
                .get();
    }
}
