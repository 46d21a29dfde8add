package dev.countersign.kit;

import dev.countersign.keys.RsaKeys;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Key pairs by name ({@code rsa}, {@code rsa1024}, {@code pss}, {@code dsa}, {@code p256}, {@code ed448} and so on,
 * with anything behind a hyphen for another one), and key stores of them, made when a test asks.
 */
final class TestKeyStores {

    static final String PASSWORD = "correct horse battery staple";

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestKeyStores() {}

    static char[] password() {
        return PASSWORD.toCharArray();
    }

    static KeyPair pair(String name) {
        return PAIRS.computeIfAbsent(name, TestKeyStores::make);
    }

    /**
     * With these aliases, each {@code <alias>=<key>}, or {@code <alias>} for a key of that name; {@code <alias>:<key>}
     * is a certificate alone.
     */
    static KeyStore store(String type, String... entries) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (String entry : entries) {
            String[] parts = entry.split("[=:]", 2);
            KeyPair pair = pair(parts[parts.length - 1]);
            if (entry.contains(":")) {
                store.setCertificateEntry(parts[0], certificate(pair));
            } else {
                store.setKeyEntry(parts[0], pair.getPrivate(), password(), new Certificate[] {certificate(pair)});
            }
        }
        return store;
    }

    /** As a careful administrator replaces it: as a whole. */
    static Path write(Path file, String type, String... entries) throws Exception {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store(type, entries).store(out, password());
        }
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static byte[] bytes(KeyStore store) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password());
        return out.toByteArray();
    }

    /** Signed by another key, as the signature is never checked. */
    static X509Certificate certificate(KeyPair pair) throws Exception {
        X500Name name = new X500Name("CN=billing");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now),
                                Date.from(now.plus(3650, ChronoUnit.DAYS)),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(pair("p256-issuer").getPrivate())));
    }

    private static KeyPair make(String name) {
        String kind = name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
        try {
            return switch (kind) {
                case "rsa" -> sized("RSA", 2048);
                case "rsa1024" -> sized("RSA", 1024);
                case "roca" -> RsaKeys.faulty(1);
                case "rsa3072" -> sized("RSA", 3072);
                case "pss" -> sized("RSASSA-PSS", 2048);
                case "dsa" -> sized("DSA", 2048);
                case "p256" -> curve("secp256r1");
                case "p384" -> curve("secp384r1");
                case "p521" -> curve("secp521r1");
                case "ed25519" -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                case "ed448" -> KeyPairGenerator.getInstance("Ed448").generateKeyPair();
                default -> throw new IllegalArgumentException(name);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair sized(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }
}
