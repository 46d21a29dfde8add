package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/** Reads one certificate or one public key, and nothing that only looks like it. Thread-safe. */
public final class StrictCertificateReader {

    /** In bytes. */
    public static final int LONGEST = 65_536;

    /** PKCS #8, PKCS #1 and SEC 1 begin their private keys with one of these versions (RFC 5958, RFC 8017, RFC 5915). */
    private static final int LAST_PRIVATE_KEY_VERSION = 1;

    private static final String NEITHER = "this is neither a certificate nor a public key, in PEM or DER";

    private static final String PRIVATE_KEY =
            "This is a private key, which nobody but the client should have: it has left its owner now, so a new one should be made; what is registered is the public key or the certificate";

    private final Registration registration;

    public StrictCertificateReader(InstantSource clock) {
        registration = new Registration(clock);
    }

    public ClientCertificate read(byte[] content, String alias) {
        if (content.length > LONGEST) {
            throw Complaint.ofFile("a certificate has at most " + LONGEST + " bytes");
        }
        if (alias.length() > ClientCertificate.MAX_ALIAS_LENGTH) {
            throw Complaint.ofFile("an alias has at most " + ClientCertificate.MAX_ALIAS_LENGTH + " characters");
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.contains("PRIVATE KEY")) {
            throw Complaint.ofFile(PRIVATE_KEY);
        }
        if (!PemBlock.begins(text)) {
            return registration.of(kindOf(content), content, alias);
        }
        PemBlock block = PemBlock.read(text);
        Kind kind = kindOf(block.der());
        if (!block.label().equals(label(kind))) {
            throw Complaint.ofFile("the PEM block is labelled " + block.label() + " and holds a " + label(kind));
        }
        return registration.of(kind, block.der(), alias);
    }

    /** By its outermost shape: a certificate has three parts, a SubjectPublicKeyInfo two. */
    private static Kind kindOf(byte[] der) {
        try {
            if (Der.read(der) instanceof ASN1Sequence parts && parts.size() > 0) {
                if (parts.getObjectAt(0) instanceof ASN1Integer version) {
                    throw Complaint.ofFile(
                            version.getValue().bitLength() <= LAST_PRIVATE_KEY_VERSION ? PRIVATE_KEY : NEITHER);
                }
                return switch (parts.size()) {
                    case 2 -> Kind.PUBLIC_KEY;
                    case 3 -> Kind.CERTIFICATE;
                    default -> throw Complaint.ofFile(NEITHER);
                };
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw Complaint.ofFile(NEITHER, e);
        }
        throw Complaint.ofFile(NEITHER);
    }

    private static String label(Kind kind) {
        return switch (kind) {
            case CERTIFICATE -> "CERTIFICATE";
            case PUBLIC_KEY -> "PUBLIC KEY";
        };
    }
}
