package dev.countersign.x509;

import dev.countersign.manage.KeyPairType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * How a type of key pair is made, and how such a key signs: with the hash that is as strong as the key (NIST SP 800-57,
 * part 1). Immutable.
 *
 * @param signature by its name in Java
 * @param identifier the same, as a certificate names it (RFC 4055, RFC 5758, RFC 8410)
 */
record KeyPairRecipe(String generator, AlgorithmParameterSpec form, String signature, AlgorithmIdentifier identifier) {

    static KeyPairRecipe of(KeyPairType type) {
        return switch (type) {
            case RSA_2048, RSA_3072 -> rsa(type, "SHA256withRSA", PKCSObjectIdentifiers.sha256WithRSAEncryption);
            case RSA_4096 -> rsa(type, "SHA384withRSA", PKCSObjectIdentifiers.sha384WithRSAEncryption);
            case P_256 -> ellipticCurve("secp256r1", "SHA256withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA256);
            case P_384 -> ellipticCurve("secp384r1", "SHA384withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384);
            case P_521 -> ellipticCurve("secp521r1", "SHA512withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA512);
            case ED25519 ->
                new KeyPairRecipe(
                        "Ed25519", NamedParameterSpec.ED25519, "Ed25519", new AlgorithmIdentifier(PublicKeys.ED25519));
        };
    }

    KeyPair make() throws GeneralSecurityException {
        KeyPairGenerator maker = KeyPairGenerator.getInstance(generator);
        maker.initialize(form);
        return maker.generateKeyPair();
    }

    private static KeyPairRecipe rsa(KeyPairType type, String signature, ASN1ObjectIdentifier identifier) {
        return new KeyPairRecipe(
                "RSA",
                new RSAKeyGenParameterSpec(type.size(), RSAKeyGenParameterSpec.F4),
                signature,
                new AlgorithmIdentifier(identifier, DERNull.INSTANCE));
    }

    private static KeyPairRecipe ellipticCurve(String curve, String signature, ASN1ObjectIdentifier identifier) {
        return new KeyPairRecipe("EC", new ECGenParameterSpec(curve), signature, new AlgorithmIdentifier(identifier));
    }
}
