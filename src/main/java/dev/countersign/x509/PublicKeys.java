package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Reads public keys (SubjectPublicKeyInfo: RFC 5280, section 4.1.2.7), and refuses those that are weak or odd. What it returns belongs to the provider that
 * verifies with it, so that no request has to convert it. Stateless.
 */
final class PublicKeys {

    /** In bits. */
    static final int SHORTEST_RSA = 2048;

    /** In bits: a longer one costs whoever verifies more than whoever signs rubbish. */
    static final int LONGEST_RSA = 8192;

    /** In bits; the platform takes no longer ones with large moduli, for the same reason. */
    private static final int LONGEST_EXPONENT = 64;

    /** RFC 8410, section 3. */
    static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(3);

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private PublicKeys() {}

    /** @throws UnacceptableKeyException with the reason */
    static PublicKey read(byte[] der) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(Der.read(der));
            ASN1ObjectIdentifier type = info.getAlgorithm().getAlgorithm();
            if (type.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return rsa(RSAPublicKey.getInstance(info.parsePublicKey()));
            }
            if (type.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return ellipticCurve(info);
            }
            if (type.equals(ED25519)) {
                return ed25519(info);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            throw Complaint.ofFile("This is no public key that can be read.", e);
        }
        throw Complaint.ofFile("The key must be RSA, EC (P-256, P-384, P-521) or Ed25519.");
    }

    /** @throws UnacceptableKeyException with the reason */
    static PublicKey ofCertificate(byte[] der) {
        try {
            return read(Certificate.getInstance(Der.read(der))
                    .getSubjectPublicKeyInfo()
                    .getEncoded());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw Complaint.ofFile("This is no certificate that can be read.", e);
        }
    }

    private static PublicKey rsa(RSAPublicKey key) throws GeneralSecurityException {
        BigInteger modulus = key.getModulus();
        BigInteger exponent = key.getPublicExponent();
        if (modulus.bitLength() < SHORTEST_RSA || modulus.bitLength() > LONGEST_RSA) {
            throw Complaint.ofFile("An RSA key has " + SHORTEST_RSA + " to " + LONGEST_RSA + " bits, this one has "
                    + modulus.bitLength() + ".");
        }
        if (!modulus.testBit(0)) {
            throw Complaint.ofFile("The modulus of an RSA key is odd, this one is even.");
        }
        if (!exponent.testBit(0)
                || exponent.compareTo(SMALLEST_EXPONENT) < 0
                || exponent.bitLength() > LONGEST_EXPONENT) {
            throw Complaint.ofFile(
                    "The exponent of an RSA key is odd, at least 3 and has at most " + LONGEST_EXPONENT + " bits.");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey ellipticCurve(SubjectPublicKeyInfo info) throws GeneralSecurityException, IOException {
        // By name only: a curve that is spelt out may differ where nobody looks, such as in its generator.
        ASN1Encodable curve = info.getAlgorithm().getParameters();
        if (!(curve instanceof ASN1ObjectIdentifier name) || !CURVES.contains(name)) {
            throw Complaint.ofFile("The curve of an EC key is P-256, P-384 or P-521, given by its name.");
        }
        // Refuses points that are not on the curve, unlike the platform.
        return generate("EC", new X509EncodedKeySpec(info.getEncoded()));
    }

    private static PublicKey ed25519(SubjectPublicKeyInfo info) throws GeneralSecurityException, IOException {
        byte[] point = info.getPublicKeyData().getOctets();
        // Not one of the few points under which a signature can be made up without the private key.
        if (point.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
            throw Complaint.ofFile("This is no point that an Ed25519 key may have.");
        }
        return generate("Ed25519", new X509EncodedKeySpec(info.getEncoded()));
    }

    private static PublicKey generate(String algorithm, KeySpec spec) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm, BouncyCastle.PROVIDER).generatePublic(spec);
    }
}
