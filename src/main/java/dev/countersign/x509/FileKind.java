package dev.countersign.x509;

import dev.countersign.manage.ImportFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.BERTags;

/**
 * What a file looks like, by its first bytes or outermost structure, so that an upload with the wrong format is
 * answered with the right one.
 */
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
            "This is a private key. Do not share it: make a new key, and bring only its public key: openssl pkey -in NEW_KEY"
                    + " -pubout -out NEW_FILE. If it has a certificate, bring that alone."),
    ENCRYPTED_PRIVATE_KEY(
            "This is a private key, encrypted with a password. It is not needed here, and not meant to travel. Wanted is its"
                    + " public key: openssl pkey -in FILE -pubout -out NEW_FILE, or a request for a certificate: openssl req"
                    + " -new -key FILE -out NEW_FILE."),
    OPENSSH_PRIVATE_KEY(
            "This is a private key in OpenSSH's format. Do not share it: make a new key (openssl genpkey -algorithm RSA"
                    + " -pkeyopt rsa_keygen_bits:3072 -out NEW_KEY), and bring only its public key: openssl pkey -in NEW_KEY"
                    + " -pubout -out NEW_FILE."),
    PUTTY_PRIVATE_KEY(
            "This is a private key of PuTTY. Do not share it: make a new key, and bring only its public key: puttygen"
                    + " NEW_KEY.ppk -O public-openssh -o NEW_KEY.pub, then ssh-keygen -e -m PKCS8 -f NEW_KEY.pub > NEW_FILE."),
    OPENSSH_PUBLIC_KEY(
            "This is a public key in OpenSSH's format. Wanted is PEM: ssh-keygen -e -m PKCS8 -f FILE > NEW_FILE; then choose"
                    + " PUBLIC_KEY_PEM."),
    OPENSSH_ED25519_KEY(
            "This is an Ed25519 public key in OpenSSH's format, which ssh-keygen cannot convert. Wanted is PEM or DER:"
                    + " (printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; cut -d' ' -f2 FILE |"
                    + " base64 -d | tail -c 32) > NEW_FILE; then choose PUBLIC_KEY_PEM."),
    OPENSSH_CERTIFICATE(
            "This is a certificate of OpenSSH, which is none of X.509. Wanted is the public key that it is for, in PEM:"
                    + " ssh-keygen -e -m PKCS8 -f KEY.pub > NEW_FILE; then choose PUBLIC_KEY_PEM."),
    SSH2_PUBLIC_KEY(
            "This is a public key in the SSH format of RFC 4716. Wanted is PEM: ssh-keygen -i -m RFC4716 -f FILE > KEY.pub,"
                    + " then ssh-keygen -e -m PKCS8 -f KEY.pub > NEW_FILE; then choose PUBLIC_KEY_PEM."),
    PGP("This is a file of PGP (GnuPG), whose keys and signatures are no keys of JWTs. Wanted is the client's X.509"
            + " certificate, its public key or a request for a certificate: openssl req -new -key CLIENT_KEY -out"
            + " NEW_FILE."),
    CRL("This is a certificate revocation list (CRL), which an authority publishes, and no certificate. Wanted is the"
            + " client's certificate; what a file is, openssl x509 -in FILE -noout -subject tells."),
    PARAMETERS(
            "These are parameters alone (of Diffie-Hellman, DSA or an elliptic curve), such as openssl dhparam or openssl"
                    + " ecparam writes, and no key. Wanted is the public key: openssl pkey -in CLIENT_KEY -pubout -out"
                    + " NEW_FILE."),
    IDENTIFIER(
            "This is an object identifier alone, such as the name of a curve that openssl ecparam writes, and no key. Wanted is"
                    + " the public key: openssl pkey -in CLIENT_KEY -pubout -out NEW_FILE."),
    MARKUP("This is a page of HTML or XML, such as a login page that was saved in the place of a file. Wanted is the"
            + " certificate itself; what stands in an X509Certificate element can be brought alone, as Base64."),
    JSON_WITH_PEM(
            "This is JSON with PEM in one of its members, and no key set. Wanted is the member's value alone: jq -r .NAME FILE >"
                    + " NEW_FILE."),
    TEXT(
            "This is text, and no key or certificate is recognised in it: it is cut off, or something else. Wanted is PEM, from a"
                    + " line -----BEGIN CERTIFICATE----- (or PUBLIC KEY, CERTIFICATE REQUEST) to its -----END line, the same"
                    + " without these two lines, or DER: openssl x509 -in FILE -out NEW_FILE, openssl req -in FILE -out"
                    + " NEW_FILE."),
    JWT(
            "This is a JWT, and no key. Wanted is the public key for its signature: the client's certificate, public key or key"
                    + " set."),
    JCEKS(
            "This is a JCEKS key store, which may hold Java objects that run what they like. Turn it into PKCS12: keytool -importkeystore -srcstoretype JCEKS -deststoretype PKCS12."),
    BKS("This is a BKS key store, as Android and BouncyCastle write it. Turn it into PKCS12: keytool -importkeystore"
            + " -srckeystore FILE -srcstoretype BKS -destkeystore NEW.p12 -deststoretype PKCS12 -providerclass"
            + " org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar."),
    UBER("This is a UBER key store, as BouncyCastle writes it. Turn it into PKCS12: keytool -importkeystore"
            + " -srckeystore FILE -srcstoretype UBER -destkeystore NEW.p12 -deststoretype PKCS12 -providerclass"
            + " org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar."),
    SERIALIZED("This is a serialized Java object, and no key."),
    ARCHIVE("This is a ZIP or JAR archive. Unpack it, and bring the file with the key."),
    UNKNOWN("");

    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;
    private static final int SERIALIZED_MAGIC = 0xACED0005;
    private static final int ZIP_MAGIC = 0x504B0304;

    private static final Set<ImportFormat> PEM_FORMATS =
            Set.of(ImportFormat.CERTIFICATE_PEM, ImportFormat.PUBLIC_KEY_PEM, ImportFormat.CSR);

    private static final Pattern HOLDS_PEM = Pattern.compile("-----BEGIN ");

    /** RFC 7292, section 4. */
    private static final int PFX_VERSION = 3;

    /**
     * PKCS #8, PKCS #1 and SEC 1 begin their private keys with one of the versions 0 and 1 (RFC 5958, RFC 8017, RFC
     * 5915).
     */
    private static final int PRIVATE_KEY_VERSION_BITS = 1;

    /** A request has three parts or four (RFC 2986, section 4.1), a certificate six or more. */
    private static final int MAX_REQUEST_PARTS = 4;

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
        if (BouncyStore.isHeader(content)) {
            return BouncyStore.isBks(content) ? BKS : UBER;
        }
        if (PemLine.all(content).stripped().startsWith("{")) {
            return HOLDS_PEM.matcher(PemLine.all(content)).find() ? JSON_WITH_PEM : KEY_SET;
        }
        FileKind byFirstLine = TextKind.of(content);
        if (byFirstLine != UNKNOWN) {
            return byFirstLine;
        }
        if (PemText.isPem(content)) {
            return ofPem(PemText.blocks(content));
        }
        if (content[0] == BERTags.OBJECT_IDENTIFIER && content.length == 2 + content[1]) {
            return IDENTIFIER;
        }
        try {
            return Der.read(content) instanceof ASN1Sequence parts && parts.size() > 1 ? ofDer(parts) : UNKNOWN;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // The reader of the chosen format gives the more exact reason.
            return PemText.isText(content) ? TEXT : UNKNOWN;
        }
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException when it looks like something else */
    void requireFor(ImportFormat chosen) {
        // The readers of key sets and of key stores say what is wrong with a text.
        boolean isReadersOwn = this == UNKNOWN || (this == TEXT && !PEM_FORMATS.contains(chosen));
        if (isReadersOwn || format.equals(Optional.of(chosen))) {
            return;
        }
        if (format.isPresent()) {
            throw ImportProblem.ofFormat("This looks like " + text + "; choose " + format.get() + ".");
        }
        throw refusal();
    }

    /** Of a kind that has no format. */
    RuntimeException refusal() {
        return ImportProblem.ofFile(text);
    }

    /** By its first bytes alone. */
    static FileKind ofMagic(byte[] content) {
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
                .orElseGet(() -> ofSecondary(blocks));
    }

    /** Of blocks that hold no public key. */
    private static FileKind ofSecondary(List<PemBlock> blocks) {
        return blocks.stream()
                .filter(PemBlock::isPrivate)
                .findFirst()
                .map(block -> switch (block.label()) {
                    case "ENCRYPTED PRIVATE KEY" -> ENCRYPTED_PRIVATE_KEY;
                    case "OPENSSH PRIVATE KEY" -> OPENSSH_PRIVATE_KEY;
                    default -> PRIVATE_KEY;
                })
                .orElse(blocks.isEmpty() ? UNKNOWN : PARAMETERS);
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
            return ofNumbered(number, parts);
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
        if (hasTime(inner)) {
            return CRL;
        }
        return inner.size() <= MAX_REQUEST_PARTS ? REQUEST : CERTIFICATE;
    }

    /**
     * A revocation list says when it was made (RFC 5280, section 5.1); in a certificate that is one level further down.
     */
    private static boolean hasTime(ASN1Sequence parts) {
        for (ASN1Encodable part : parts) {
            if (part instanceof ASN1UTCTime || part instanceof ASN1GeneralizedTime) {
                return true;
            }
        }
        return false;
    }

    private static FileKind ofNumbered(ASN1Integer number, ASN1Sequence parts) {
        ASN1Encodable second = parts.getObjectAt(1);
        if (second instanceof ASN1Integer && parts.size() == 2) {
            return PUBLIC_KEY;
        }
        if (isParameters(number, parts)) {
            return PARAMETERS;
        }
        if (number.hasValue(PFX_VERSION)) {
            return PKCS12;
        }
        return number.getValue().bitLength() <= PRIVATE_KEY_VERSION_BITS ? PRIVATE_KEY : UNKNOWN;
    }

    /**
     * Of Diffie-Hellman and DSA, a large prime and more numbers; of a curve (version 1), its field and its equation.
     */
    private static boolean isParameters(ASN1Integer number, ASN1Sequence parts) {
        return parts.getObjectAt(1) instanceof ASN1Integer
                ? number.getValue().bitLength() > Long.SIZE
                : number.hasValue(1)
                        && parts.size() > 2
                        && parts.getObjectAt(1) instanceof ASN1Sequence
                        && parts.getObjectAt(2) instanceof ASN1Sequence;
    }
}
