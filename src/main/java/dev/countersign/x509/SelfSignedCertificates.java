package dev.countersign.x509;

import dev.countersign.client.ClientId;
import dev.countersign.keys.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Makes a client's certificate for its own new key (RFC 5280), good for signing and for TLS as a client, and for
 * nothing else. Thread-safe.
 */
final class SelfSignedCertificates {

    /** In characters (RFC 5280, appendix A.1, ub-common-name). */
    static final int MAX_NAME_CHARS = 64;

    /**
     * A certificate becomes valid this long before it is made: another node may use it within a second, and that node's
     * clock may be behind by the largest {@code clockSkew}.
     */
    static final Duration BACKDATED = Duration.ofSeconds(60);

    /**
     * Random bits of the serial number, so that the signed bytes cannot be predicted (CA/Browser Forum's rules ask for
     * 64).
     */
    private static final int SERIAL_BITS = 127;

    /** In bytes. */
    private static final int KEY_IDENTIFIER_LENGTH = 20;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    SelfSignedCertificates(InstantSource clock) {
        this.clock = clock;
    }

    /** DER. */
    byte[] of(KeyPair pair, KeyPairRecipe recipe, ClientId client, Duration validity)
            throws GeneralSecurityException, IOException {
        // A certificate knows whole seconds only.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        V3TBSCertificateGenerator parts = new V3TBSCertificateGenerator();
        parts.setSerialNumber(new ASN1Integer(serial()));
        parts.setSignature(recipe.identifier());
        parts.setIssuer(name(client));
        parts.setSubject(name(client));
        parts.setStartDate(time(now.minus(BACKDATED)));
        parts.setEndDate(time(now.plus(validity).truncatedTo(ChronoUnit.SECONDS)));
        parts.setSubjectPublicKeyInfo(key);
        parts.setExtensions(extensions(key));
        TBSCertificate signed = parts.generateTBSCertificate();

        Signature signature = Signature.getInstance(recipe.signature());
        signature.initSign(pair.getPrivate());
        signature.update(signed.getEncoded(ASN1Encoding.DER));
        return new Certificate(signed, recipe.identifier(), new DERBitString(signature.sign()))
                .getEncoded(ASN1Encoding.DER);
    }

    /** The highest bit is always one, so that it is never zero and always of the same length. */
    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    /**
     * Built as a value and not parsed from text, so that no character of the id has a meaning in the syntax of names.
     * An id is ASCII, so that it can be cut anywhere.
     */
    private static X500Name name(ClientId client) {
        String id = client.value();
        String name = id.substring(0, Math.min(id.length(), MAX_NAME_CHARS));
        return new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(name))});
    }

    /** Not with the platform's locale, whose calendar may have other years. */
    private static Time time(Instant instant) {
        return new Time(Date.from(instant), Locale.ROOT);
    }

    private static Extensions extensions(SubjectPublicKeyInfo key) throws GeneralSecurityException, IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        extensions.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(key)));
        return extensions.generate();
    }

    /** RFC 7093, section 2, method 1: without SHA-1. */
    private static byte[] identifier(SubjectPublicKeyInfo key) {
        return Arrays.copyOf(Sha256.of(key.getPublicKeyData().getBytes()), KEY_IDENTIFIER_LENGTH);
    }
}
