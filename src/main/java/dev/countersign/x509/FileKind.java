package dev.countersign.x509;

import dev.countersign.auth.ImportFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/** What a file looks like, by its first bytes or outermost shape, so that whoever chose the wrong format is told the right one. */
enum FileKind {
    PKCS12(ImportFormat.PKCS12, "a PKCS #12 file"),
    JKS(ImportFormat.JKS, "a JKS key store"),
    BCFKS(ImportFormat.BCFKS, "a BCFKS key store"),
    CERTIFICATE(ImportFormat.CERTIFICATE_PEM, "a certificate"),
    CERTIFICATES(ImportFormat.CERTIFICATE_PEM, "a PKCS #7 file"),
    PUBLIC_KEY(ImportFormat.PUBLIC_KEY_PEM, "a public key"),
    KEY_SET(ImportFormat.JWKS, "JSON, as a key set"),
    REQUEST(ImportFormat.CSR, "a request for a certificate"),
    PRIVATE_KEY(
            "This is a private key, which nobody but the client should have: it has left its owner now, so a new one should be made; what is registered is the public key or the certificate."),
    JCEKS(
            "This is a JCEKS key store, which may hold Java objects that run what they like. Turn it into PKCS12: keytool -importkeystore -srcstoretype JCEKS -deststoretype PKCS12."),
    SERIALIZED("This is a serialized Java object, and no key."),
    ARCHIVE("This is a ZIP or JAR archive. Unpack it, and bring the file with the key."),
    UNKNOWN("");

    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;
    private static final int SERIALIZED_MAGIC = 0xACED0005;
    private static final int ZIP_MAGIC = 0x504B0304;

    /** RFC 7292, section 4. */
    private static final int PFX_VERSION = 3;

    /** PKCS #8, PKCS #1 and SEC 1 begin their private keys with one of the versions 0 and 1 (RFC 5958, RFC 8017, RFC 5915). */
    private static final int PRIVATE_KEY_VERSION_BITS = 1;

    /** A request has three parts or four (RFC 2986, section 4.1), a certificate six or more. */
    private static final int MOST_PARTS_OF_A_REQUEST = 4;

    private final Optional<ImportFormat> format;
    private final String text;

    FileKind(ImportFormat format, String noun) {
        this.format = Optional.of(format);
        this.text = noun;
    }

    FileKind(String refusal) {
        this.format = Optional.empty();
        this.text = refusal;
    }

    static FileKind of(byte[] content) {
        FileKind byMagic = ofMagic(content);
        if (byMagic != UNKNOWN) {
            return byMagic;
        }
        if (PemText.isPem(content)) {
            return ofPem(PemText.blocks(content));
        }
        if (new String(content, 0, Math.min(content.length, Integer.BYTES), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .startsWith("{")) {
            return KEY_SET;
        }
        try {
            return Der.read(content) instanceof ASN1Sequence parts && parts.size() > 1 ? ofDer(parts) : UNKNOWN;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // Whoever reads it in the format that was chosen knows better what to say.
            return UNKNOWN;
        }
    }

    /** @throws dev.countersign.auth.UnacceptableKeyException when it looks like something else */
    void requireFor(ImportFormat chosen) {
        if (this == UNKNOWN || format.equals(Optional.of(chosen))) {
            return;
        }
        if (format.isPresent()) {
            throw Complaint.ofFormat("This looks like " + text + "; choose " + format.get() + ".");
        }
        throw Complaint.ofFile(text);
    }

    private static FileKind ofMagic(byte[] content) {
        if (content.length < Integer.BYTES) {
            return UNKNOWN;
        }
        return switch (ByteBuffer.wrap(content).getInt()) {
            case JKS_MAGIC -> JKS;
            case JCEKS_MAGIC -> JCEKS;
            case SERIALIZED_MAGIC -> SERIALIZED;
            case ZIP_MAGIC -> ARCHIVE;
            default -> UNKNOWN;
        };
    }

    private static FileKind ofPem(List<PemBlock> blocks) {
        return blocks.stream()
                .filter(PemBlock::counts)
                .findFirst()
                .map(FileKind::ofPem)
                .orElse(blocks.isEmpty() ? UNKNOWN : PRIVATE_KEY);
    }

    private static FileKind ofPem(PemBlock block) {
        return switch (block.label()) {
            case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> CERTIFICATE;
            case "PKCS7", "CMS" -> CERTIFICATES;
            case "PUBLIC KEY", "RSA PUBLIC KEY" -> PUBLIC_KEY;
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> REQUEST;
            default -> UNKNOWN;
        };
    }

    private static FileKind ofDer(ASN1Sequence parts) {
        ASN1Encodable first = parts.getObjectAt(0);
        ASN1Encodable second = parts.getObjectAt(1);
        if (first instanceof ASN1Integer number) {
            return ofNumbered(number, second, parts.size());
        }
        if (first instanceof ASN1ObjectIdentifier) {
            return CERTIFICATES;
        }
        if (!(first instanceof ASN1Sequence inner)) {
            return UNKNOWN;
        }
        if (parts.size() == 2) {
            return second instanceof ASN1BitString
                    ? PUBLIC_KEY
                    : second instanceof ASN1OctetString
                            ? PRIVATE_KEY
                            : second instanceof ASN1Sequence ? BCFKS : UNKNOWN;
        }
        return inner.size() <= MOST_PARTS_OF_A_REQUEST ? REQUEST : CERTIFICATE;
    }

    private static FileKind ofNumbered(ASN1Integer number, ASN1Encodable second, int size) {
        if (second instanceof ASN1Integer && size == 2) {
            return PUBLIC_KEY;
        }
        if (number.hasValue(PFX_VERSION)) {
            return PKCS12;
        }
        return number.getValue().bitLength() <= PRIVATE_KEY_VERSION_BITS ? PRIVATE_KEY : UNKNOWN;
    }
}
