package dev.countersign.x509;

import dev.countersign.keys.MalformedDerException;
import dev.countersign.keys.PublicKeyNumbers;
import dev.countersign.keys.UnfitKeyException;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Reads public keys (SubjectPublicKeyInfo: RFC 5280, section 4.1.2.7), and refuses weak and malformed ones. What it
 * returns belongs to the provider that verifies with it, so that no request has to convert it. Stateless.
 */
final class PublicKeys {

    /** RFC 8410, section 3. */
    static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private PublicKeys() {}

    /** @throws UnacceptableKeyException with the reason */
    static PublicKey read(byte[] der) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(Der.read(der));
            ASN1ObjectIdentifier type = info.getAlgorithm().getAlgorithm();
            if (type.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                RSAPublicKey key = RSAPublicKey.getInstance(
                        Der.read(info.getPublicKeyData().getOctets()));
                return PublicKeyNumbers.rsa(key.getModulus(), key.getPublicExponent());
            }
            if (type.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                return rsassaPss(info);
            }
            if (type.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return ellipticCurve(info);
            }
            if (type.equals(ED25519)) {
                return ed25519(info);
            }
        } catch (UnfitKeyException e) {
            throw ImportProblem.ofRule(e);
        } catch (MalformedDerException e) {
            throw ImportProblem.ofFile("This is no public key that can be read: " + e.getMessage() + ".", e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            throw ImportProblem.ofFile("This is no public key that can be read.", e);
        }
        throw ImportProblem.ofFile("The key must be RSA, EC (P-256, P-384, P-521) or Ed25519.");
    }

    /** @throws UnacceptableKeyException with the reason */
    static PublicKey ofCertificate(byte[] der) {
        try {
            return read(Certificate.getInstance(Der.read(der))
                    .getSubjectPublicKeyInfo()
                    .getEncoded());
        } catch (MalformedDerException e) {
            throw ImportProblem.ofFile("This is no certificate that can be read: " + e.getMessage() + ".", e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // The platform's parser, which would refuse it next, names more reasons.
            ParsedKey.platformCertificate(der);
            throw ImportProblem.ofFile("This is no certificate that can be read.", e);
        }
    }

    private static PublicKey rsassaPss(SubjectPublicKeyInfo info) throws IOException, UnfitKeyException {
        RSAPublicKey key =
                RSAPublicKey.getInstance(Der.read(info.getPublicKeyData().getOctets()));
        ASN1Encodable parameters = info.getAlgorithm().getParameters();
        return PublicKeyNumbers.rsassaPss(
                key.getModulus(),
                key.getPublicExponent(),
                parameters == null ? new byte[0] : parameters.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }

    private static PublicKey ellipticCurve(SubjectPublicKeyInfo info) throws GeneralSecurityException, IOException {
        // Named curves only: explicit parameters may differ in a part that is not compared, such as the generator.
        ASN1Encodable curve = info.getAlgorithm().getParameters();
        if (!(curve instanceof ASN1ObjectIdentifier name) || !CURVES.contains(name)) {
            throw ImportProblem.ofFile("The curve of an EC key is P-256, P-384 or P-521, given by its name.");
        }
        // BouncyCastle refuses points that are not on the curve, as PublicKeyRule does.
        return generate("EC", new X509EncodedKeySpec(info.getEncoded()));
    }

    private static PublicKey ed25519(SubjectPublicKeyInfo info) throws GeneralSecurityException, IOException {
        byte[] point = info.getPublicKeyData().getOctets();
        // More than PublicKeyRule asks for: BouncyCastle knows whether a point is of prime order.
        if (point.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
            throw ImportProblem.ofFile("This is no point that an Ed25519 key may have.");
        }
        return generate("Ed25519", new X509EncodedKeySpec(info.getEncoded()));
    }

    private static PublicKey generate(String algorithm, KeySpec spec) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm, BouncyCastle.PROVIDER).generatePublic(spec);
    }
}
