package dev.countersign.x509;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Describes keys of the platform and of BouncyCastle alike. Thread-safe. */
public final class KeyDescriptions implements KeyDescriber {

    /** In bits (RFC 5280, section 4.1.2.2); of a longer one its size is told. */
    private static final int LONGEST_SERIAL = 160;

    /** In bits: the points of its curve are as long (RFC 8032, section 5.1). */
    private static final int ED25519_SIZE = 255;

    private static final HexFormat HEX = HexFormat.of();

    @Override
    public KeyDescription describe(ClientCertificate registered) {
        try {
            byte[] der = Base64.getDecoder().decode(registered.der());
            PublicKey key = RegisteredKey.read(registered.kind(), der).key();
            return new KeyDescription(
                    describe(key), JwkThumbprint.of(key), sha256(der), certificate(registered.kind(), der));
        } catch (UnacceptableKeyException | IllegalArgumentException e) {
            throw new UnacceptableKeyException(
                    "certificates", "What is registered as " + registered.id() + " cannot be read any more.", e);
        }
    }

    @Override
    public KeyType describe(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new KeyType("RSA", rsa.getModulus().bitLength());
        }
        if (key instanceof ECPublicKey ec) {
            return new KeyType("EC", ec.getParams().getCurve().getField().getFieldSize());
        }
        if (isEd25519(key)) {
            return new KeyType("Ed25519", ED25519_SIZE);
        }
        throw new UnacceptableKeyException("key", "The key is neither RSA nor EC nor Ed25519.");
    }

    /** By what it holds: the platform calls it EdDSA, and has another key of that name. */
    private static boolean isEd25519(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return encoded != null
                && SubjectPublicKeyInfo.getInstance(encoded)
                        .getAlgorithm()
                        .getAlgorithm()
                        .equals(PublicKeys.ED25519);
    }

    private static Optional<CertificateText> certificate(ClientCertificate.Kind kind, byte[] der) {
        return switch (kind) {
            case PUBLIC_KEY -> Optional.empty();
            case CERTIFICATE -> {
                X509Certificate certificate = Certificates.read(der);
                yield Optional.of(new CertificateText(
                        NameText.of(certificate.getSubjectX500Principal()),
                        NameText.of(certificate.getIssuerX500Principal()),
                        serial(certificate.getSerialNumber()),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()));
            }
        };
    }

    /** Two digits for each byte, as OpenSSL writes it but for the case. */
    private static String serial(BigInteger number) {
        if (number.bitLength() > LONGEST_SERIAL) {
            return "(of " + number.bitLength() + " bits)";
        }
        String digits = HEX.formatHex(UnsignedNumber.bytes(number.abs(), 1));
        return number.signum() < 0 ? "-" + digits : digits;
    }

    private static String sha256(byte[] der) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
