package dev.countersign.x509;

import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.text.ShownText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Verifies the signature of a certificate request, which proves possession of the private key. SHA-1 is accepted for
 * that, since only the key's owner could make use of a collision; MD5 is not, as no current tool makes such requests.
 * Stateless.
 */
final class RequestSignature {

    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA1withRSA"),
            Map.entry(PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA"),
            Map.entry(PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA"),
            Map.entry(PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA"),
            Map.entry(PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA1withECDSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA"),
            Map.entry(PublicKeys.ED25519, "Ed25519"));

    /** id-Ed448 (RFC 8410, section 3). The library has it in a module that the WAR does not. */
    private static final ASN1ObjectIdentifier ED448 = new ASN1ObjectIdentifier("1.3.101.113");

    /** What tools have signed requests with, by the name that its user knows. */
    private static final Map<ASN1ObjectIdentifier, String> REFUSED = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.md2WithRSAEncryption, "MD2"),
            Map.entry(PKCSObjectIdentifiers.md4WithRSAEncryption, "MD4"),
            Map.entry(PKCSObjectIdentifiers.md5WithRSAEncryption, "MD5"),
            Map.entry(PKCSObjectIdentifiers.sha224WithRSAEncryption, "SHA-224"),
            Map.entry(PKCSObjectIdentifiers.sha512_224WithRSAEncryption, "SHA-512/224"),
            Map.entry(PKCSObjectIdentifiers.sha512_256WithRSAEncryption, "SHA-512/256"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA224, "SHA-224"),
            Map.entry(X9ObjectIdentifiers.id_dsa_with_sha1, "DSA"),
            Map.entry(NISTObjectIdentifiers.dsa_with_sha224, "DSA"),
            Map.entry(NISTObjectIdentifiers.dsa_with_sha256, "DSA"),
            Map.entry(ED448, "Ed448"));

    private static final Set<String> PSS_HASHES = Set.of("SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private RequestSignature() {}

    /** @throws dev.countersign.manage.UnacceptableKeyException when its algorithm is not accepted */
    static boolean verifies(AlgorithmIdentifier algorithm, PublicKey key, byte[] signed, byte[] signature)
            throws GeneralSecurityException, IOException {
        String name = ALGORITHMS.get(algorithm.getAlgorithm());
        if (name == null) {
            String id = ShownText.of(algorithm.getAlgorithm().getId());
            throw notAccepted(REFUSED.getOrDefault(algorithm.getAlgorithm(), id));
        }
        Signature verifier = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                ? PssSignature.verifier(pss(algorithm), key)
                : verifier(name, key);
        verifier.update(signed);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // Some providers throw this for a signature of malformed structure.
            return false;
        }
    }

    private static Signature verifier(String name, PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey && !JwsAlgorithm.RS256.fits(key)) {
            throw ImportProblem.ofFile(
                    "The key of the request is bound to RSASSA-PSS, and the request is signed in another way. Make it anew:"
                            + " openssl req -new -key CLIENT_KEY -sigopt rsa_padding_mode:pss -out NEW_FILE.");
        }
        Signature verifier = Signature.getInstance(name, BouncyCastle.PROVIDER);
        verifier.initVerify(key);
        return verifier;
    }

    private static RuntimeException notAccepted(String algorithm) {
        return ImportProblem.ofFile("The request is signed with an algorithm that is not accepted: " + algorithm
                + ". Make it anew with SHA-256: openssl req -new -sha256 -key CLIENT_KEY -out NEW_FILE, or bring the public"
                + " key alone.");
    }

    private static PSSParameterSpec pss(AlgorithmIdentifier algorithm) throws GeneralSecurityException, IOException {
        PSSParameterSpec spec = PssSignature.parameters(
                algorithm.getParameters().toASN1Primitive().getEncoded());
        if (!PSS_HASHES.contains(spec.getDigestAlgorithm())) {
            throw notAccepted("RSASSA-PSS with " + ShownText.of(spec.getDigestAlgorithm()));
        }
        return spec;
    }
}
