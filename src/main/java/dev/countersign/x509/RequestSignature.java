package dev.countersign.x509;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Checks what shows that somebody has a private key. SHA-1 is good enough for that, since nobody but the key's owner has a use for a second text with one hash; MD5 is
 * not, as nobody makes such requests any more. Stateless.
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

    private RequestSignature() {}

    /** @throws dev.countersign.auth.UnacceptableKeyException when it is made in a way that does not count */
    static boolean verifies(AlgorithmIdentifier algorithm, PublicKey key, byte[] signed, byte[] signature)
            throws GeneralSecurityException, IOException {
        String name = ALGORITHMS.get(algorithm.getAlgorithm());
        if (name == null) {
            throw Complaint.ofFile("The request is signed with an algorithm that does not count here: "
                    + ShownText.of(algorithm.getAlgorithm().getId()) + ".");
        }
        Signature verifier = Signature.getInstance(name, BouncyCastle.PROVIDER);
        verifier.initVerify(key);
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            verifier.setParameter(pss(algorithm));
        }
        verifier.update(signed);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // That is how some say that it does not even look like one.
            return false;
        }
    }

    private static PSSParameterSpec pss(AlgorithmIdentifier algorithm) throws GeneralSecurityException, IOException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PSS", BouncyCastle.PROVIDER);
        parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded());
        return parameters.getParameterSpec(PSSParameterSpec.class);
    }
}
