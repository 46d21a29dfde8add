package dev.countersign.x509;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Recognises certificate signatures that can be forged, since collisions of their hash function can be found.
 * Stateless.
 */
final class WeakSignature {

    private static final Map<ASN1ObjectIdentifier, String> WEAK = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.md2WithRSAEncryption, "MD2"),
            Map.entry(PKCSObjectIdentifiers.md4WithRSAEncryption, "MD4"),
            Map.entry(PKCSObjectIdentifiers.md5WithRSAEncryption, "MD5"),
            Map.entry(oiw(2), "MD4"),
            Map.entry(oiw(4), "MD4"),
            Map.entry(oiw(3), "MD5"),
            Map.entry(PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA-1"),
            Map.entry(oiw(29), "SHA-1"),
            Map.entry(oiw(27), "SHA-1"),
            Map.entry(X9ObjectIdentifiers.id_dsa_with_sha1, "SHA-1"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA-1"));

    private WeakSignature() {}

    /** Identifiers that are older than those of PKCS. */
    private static ASN1ObjectIdentifier oiw(int number) {
        return new ASN1ObjectIdentifier("1.3.14.3.2." + number);
    }

    /**
     * The name of the weak hash function; empty: it is stronger, or unknown, which is no risk, as the signature is not
     * relied on.
     */
    static Optional<String> of(X509Certificate certificate) {
        ASN1ObjectIdentifier algorithm = new ASN1ObjectIdentifier(certificate.getSigAlgOID());
        return algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                ? ofPss(certificate)
                : Optional.ofNullable(WEAK.get(algorithm));
    }

    /** Without parameters, or without a hash function in them, it is SHA-1 (RFC 8017, appendix A.2.3). */
    private static Optional<String> ofPss(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return Optional.of("SHA-1");
        }
        try {
            ASN1ObjectIdentifier hash = RSASSAPSSparams.getInstance(Der.read(encoded))
                    .getHashAlgorithm()
                    .getAlgorithm();
            return hash.equals(StoreDigests.SHA1) ? Optional.of("SHA-1") : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw ImportProblem.ofFile("The certificate's signature cannot be read.", e);
        }
    }
}
