package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import dev.countersign.keys.KeyType;
import dev.countersign.keys.UnsignedNumber;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.UnacceptableKeyException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/** Describes keys of the platform and of BouncyCastle alike. Thread-safe. */
public final class KeyDescriptions implements KeyDescriber {

    /** Of a longer serial number (RFC 5280, section 4.1.2.2), the size is shown instead. */
    private static final int MAX_SERIAL_BITS = 160;

    private static final HexFormat HEX = HexFormat.of();

    @Override
    public KeyDescription describe(ClientCertificate registered) {
        try {
            byte[] der = Base64.getDecoder().decode(registered.der());
            ParsedKey read = ParsedKey.of(registered.kind(), der);
            return new KeyDescription(
                    describe(read.key()),
                    read.thumbprint(),
                    sha256(der),
                    read.certificate().map(KeyDescriptions::text));
        } catch (UnacceptableKeyException | IllegalArgumentException e) {
            throw new UnacceptableKeyException(
                    "certificates", "What is registered as " + registered.id() + " cannot be read any more.", e);
        }
    }

    @Override
    public KeyType describe(PublicKey key) {
        return KeyType.of(key)
                .orElseThrow(() -> new UnacceptableKeyException("key", "The key is neither RSA nor EC nor Ed25519."));
    }

    private static CertificateText text(X509Certificate certificate) {
        return new CertificateText(
                NameText.of(certificate.getSubjectX500Principal()),
                NameText.of(certificate.getIssuerX500Principal()),
                serial(certificate.getSerialNumber()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Two digits for each byte, as OpenSSL writes it but for the case. */
    static String serial(BigInteger number) {
        if (number.bitLength() > MAX_SERIAL_BITS) {
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
