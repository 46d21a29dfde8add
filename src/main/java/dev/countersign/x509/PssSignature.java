package dev.countersign.x509;

import dev.countersign.keys.RsaKeyRule;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;

/**
 * Signatures by RSASSA-PSS in certificates and requests (RFC 4055, section 3). They are verified by the platform:
 * BouncyCastle allocates a salt of any length that the signature claims, and does not compare the parameters of a key
 * with those of the signature. Stateless.
 */
final class PssSignature {

    /** In bytes, of the longest modulus: encoding and hash are a part of it (RFC 8017, section 9.1.1). */
    private static final int MAX_SALT_BYTES = RsaKeyRule.MAX_MODULUS_BITS / Byte.SIZE;

    private PssSignature() {}

    /**
     * Verifies the signature of any certificate.
     *
     * @throws GeneralSecurityException when it is not by this key, or cannot be verified
     */
    static void verify(X509Certificate certificate, PublicKey key) throws GeneralSecurityException {
        if (certificate.getSigAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
            requireBounded(certificate.getSigAlgParams());
            certificate.verify(key);
        } else {
            certificate.verify(key, BouncyCastle.PROVIDER);
        }
    }

    /** What a signature says of itself. */
    static PSSParameterSpec parameters(byte[] der) throws GeneralSecurityException, IOException {
        requireBounded(der);
        AlgorithmParameters read = AlgorithmParameters.getInstance("RSASSA-PSS");
        read.init(der);
        return read.getParameterSpec(PSSParameterSpec.class);
    }

    /** Ready to take what was signed. */
    static Signature verifier(PSSParameterSpec parameters, PublicKey key) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(parameters);
        verifier.initVerify(key);
        return verifier;
    }

    private static void requireBounded(byte[] parameters) throws SignatureException {
        try {
            BigInteger salt = RSASSAPSSparams.getInstance(Der.read(parameters)).getSaltLength();
            if (salt.signum() < 0 || salt.compareTo(BigInteger.valueOf(MAX_SALT_BYTES)) > 0) {
                throw new SignatureException("a salt that no signature has room for");
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new SignatureException("parameters that cannot be read", e);
        }
    }
}
