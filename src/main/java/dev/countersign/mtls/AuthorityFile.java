package dev.countersign.mtls;

import dev.countersign.keys.CertificateParser;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.keys.PublicKeyRule;
import dev.countersign.text.ShownText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the file with the CAs that are trusted for clients: PEM, one certificate in DER, or a trust store in the format
 * PKCS #12 or JKS that opens without a password or with the usual one. Stateless.
 */
final class AuthorityFile {

    static final int MAX_AUTHORITIES = 500;

    private static final int MAX_BYTES = 8 << 20;

    private static final List<String> LABELS = List.of("CERTIFICATE", "X509 CERTIFICATE");

    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_LENGTH = 0x80;

    /** Without one, an encrypted PKCS #12 file seems to be empty, and a JKS file opens unchecked. */
    private static final List<Optional<String>> PASSWORDS =
            List.of(Optional.of("changeit"), Optional.of(""), Optional.empty());

    private AuthorityFile() {}

    /** @throws UnusableFileException with the line or entry of what is wrong */
    static List<PathCertificate> read(Path file) throws UnusableFileException {
        return parse(DeployedFile.read(file, MAX_BYTES));
    }

    static List<PathCertificate> parse(byte[] content) throws UnusableFileException {
        Set<PathCertificate> authorities = new LinkedHashSet<>();
        for (PemBlocks.Block block : blocks(content)) {
            authorities.add(authority(block));
        }
        if (authorities.isEmpty()) {
            throw new UnusableFileException("it holds no certificate");
        }
        if (authorities.stream().noneMatch(PathCertificate::isAnchor)) {
            throw new UnusableFileException(
                    "none of its certificates is self-signed, so that no path could end: the root" + " CA is missing");
        }
        return List.copyOf(authorities);
    }

    private static List<PemBlocks.Block> blocks(byte[] content) throws UnusableFileException {
        if (PemBlocks.isPem(content)) {
            return PemBlocks.of(content, LABELS, MAX_AUTHORITIES);
        }
        if (content.length > Integer.BYTES && magic(content) == JKS_MAGIC) {
            return entries(opened("JKS", content));
        }
        if (isPkcs12(content)) {
            return entries(opened("PKCS12", content));
        }
        if (content[0] == SEQUENCE) {
            return List.of(new PemBlocks.Block("the file", content));
        }
        throw new UnusableFileException("it is neither PEM nor DER, and no key store in the format PKCS #12 or JKS");
    }

    private static int magic(byte[] content) {
        return ByteBuffer.wrap(content).getInt();
    }

    /** It starts with its version (RFC 7292, section 4), where a certificate has a sequence. */
    private static boolean isPkcs12(byte[] content) {
        if (content.length < 2 || content[0] != SEQUENCE) {
            return false;
        }
        int length = content[1] & 0xFF;
        int first = 2 + (length > LONG_LENGTH ? length - LONG_LENGTH : 0);
        return first < content.length && content[first] == INTEGER;
    }

    private static KeyStore opened(String type, byte[] content) throws UnusableFileException {
        boolean opens = false;
        for (Optional<String> password : PASSWORDS) {
            try {
                KeyStore store = KeyStore.getInstance(type);
                store.load(
                        new ByteArrayInputStream(content),
                        password.map(String::toCharArray).orElse(null));
                if (store.size() > 0) {
                    return store;
                }
                opens = true;
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // The next password; for broken files the platform throws unchecked exceptions, too.
            }
        }
        if (!opens) {
            throw new UnusableFileException("it is a key store that opens neither without a password nor with"
                    + " \"changeit\", or it is damaged; PEM needs no password");
        }
        throw new UnusableFileException("it is a key store without a trusted certificate; certificates that OpenSSL put"
                + " into a PKCS #12 file are not marked as trusted: use PEM, or keytool -importcert");
    }

    private static List<PemBlocks.Block> entries(KeyStore store) throws UnusableFileException {
        List<PemBlocks.Block> entries = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                String place = "entry \"" + ShownText.of(alias) + "\"";
                if (store.isKeyEntry(alias)) {
                    throw new UnusableFileException(
                            place + " is a private key: such a key does not belong into this file");
                }
                if (entries.size() == MAX_AUTHORITIES) {
                    throw new UnusableFileException("it has more than " + MAX_AUTHORITIES + " certificates");
                }
                Certificate certificate = store.getCertificate(alias);
                if (certificate != null) {
                    entries.add(new PemBlocks.Block(place, certificate.getEncoded()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("it cannot be read as a key store", e);
        }
        return entries;
    }

    private static PathCertificate authority(PemBlocks.Block block) throws UnusableFileException {
        PathCertificate authority;
        try {
            authority = PathCertificate.configured(CertificateParser.parse(block.der()));
        } catch (MalformedDerException e) {
            throw new UnusableFileException(
                    "the certificate from " + block.place() + " is malformed: " + e.getMessage(), e);
        }
        String named = "the certificate " + authority.name() + " from " + block.place();
        if (!authority.isAuthority()) {
            throw new UnusableFileException(
                    named + " is not one of a CA: it has no basicConstraints with CA:TRUE (RFC 5280, section 4.2.1.9)");
        }
        Optional<String> weakness =
                PublicKeyRule.problem(authority.certificate().getPublicKey());
        if (weakness.isPresent()) {
            throw new UnusableFileException(named + " has a key that is not accepted: " + weakness.get());
        }
        return authority;
    }
}
