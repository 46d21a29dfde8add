package dev.countersign.mtls;

import dev.countersign.auth.CertificateChain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * CAs, certificates and revocation lists for tests, from recipes: a line for each certificate, its name first, then
 * words such as {@code by=root ca pathlen=0 eku=client ku=digitalSignature from=-10 to=10 keys=rsa2048}. Dates are in
 * days from {@link #NOW}. An issuer may stand on a later line.
 */
final class TestAuthority {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static final Map<String, Integer> USES = Map.of(
            "digitalSignature", KeyUsage.digitalSignature,
            "keyEncipherment", KeyUsage.keyEncipherment,
            "keyCertSign", KeyUsage.keyCertSign,
            "cRLSign", KeyUsage.cRLSign);

    private static final Map<String, String> CURVES = Map.of("p256", "secp256r1", "p384", "secp384r1");
    private static final Map<String, KeyPurposeId> PURPOSES = Map.of(
            "client", KeyPurposeId.id_kp_clientAuth,
            "server", KeyPurposeId.id_kp_serverAuth,
            "any", KeyPurposeId.anyExtendedKeyUsage);

    private final Map<String, Map<String, String>> recipes = new LinkedHashMap<>();
    private final Map<String, KeyPair> pairs = new HashMap<>();
    private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();

    TestAuthority(String... lines) {
        this(List.of(lines));
    }

    TestAuthority(List<String> lines) {
        for (String line : lines) {
            Map<String, String> words = words(line);
            recipes.put(words.get("name"), words);
        }
        try {
            for (String name : recipes.keySet()) {
                String same = recipes.get(name).getOrDefault("keyof", name);
                pairs.put(name, pairs.containsKey(same) ? of(pairs, same) : pair(of(recipes, same)));
                pairs.putIfAbsent(same, pairs.get(name));
            }
            int serial = 1;
            for (String name : recipes.keySet()) {
                certificates.put(name, made(name, serial++));
            }
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code name a=b c} as a map; the issuer's name is its own where {@code by} is missing. */
    private static Map<String, String> words(String line) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (words.isEmpty()) {
                words.put("name", word);
            } else {
                words.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
            }
        }
        return words;
    }

    X509Certificate certificate(String name) {
        return Optional.ofNullable(certificates.get(name)).orElseThrow(() -> new AssertionError(name));
    }

    List<PathCertificate> configured(String names) {
        return listed(names).stream()
                .map(this::certificate)
                .map(PathCertificate::configured)
                .toList();
    }

    CertificateChain chain(String names) {
        try {
            return CertificateChain.of(
                    listed(names).stream().map(this::certificate).toArray(X509Certificate[]::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String keyHash(String name) {
        return PathCertificate.presented(certificate(name)).keyHash();
    }

    String pem(String names) {
        StringBuilder pem = new StringBuilder();
        for (String name : listed(names)) {
            try {
                pem.append(pem("CERTIFICATE", certificate(name).getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
        return pem.toString();
    }

    KeyPair pair(String name) {
        return Optional.ofNullable(pairs.get(name)).orElseThrow();
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static List<String> listed(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split("[ ,]"));
    }

    private X500Name subject(String name) {
        Map<String, String> recipe = Optional.ofNullable(recipes.get(name)).orElseThrow(() -> new AssertionError(name));
        String organisation = recipe.containsKey("o") ? "O=" + recipe.get("o") + "," : "";
        return new X500Name(organisation + "CN=" + recipe.getOrDefault("cn", name));
    }

    private static <T> T of(Map<String, T> made, String name) {
        return Optional.ofNullable(made.get(name)).orElseThrow(() -> new AssertionError(name));
    }

    private X509Certificate made(String name, int serial)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        Map<String, String> recipe = of(recipes, name);
        String issuer = recipe.getOrDefault("by", name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject(issuer),
                BigInteger.valueOf(Long.parseLong(recipe.getOrDefault("serial", Integer.toString(serial)))),
                day(recipe.getOrDefault("from", "-10")),
                day(recipe.getOrDefault("to", "100")),
                subject(name),
                of(pairs, name).getPublic());
        if (recipe.containsKey("ca")) {
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    recipe.containsKey("pathlen")
                            ? new BasicConstraints(Integer.parseInt(recipe.get("pathlen")))
                            : new BasicConstraints(true));
        }
        String usage = recipe.getOrDefault("ku", recipe.containsKey("ca") ? "keyCertSign,cRLSign" : "");
        if (usage.equals("malformed")) {
            builder.addExtension(Extension.keyUsage, false, new DEROctetString(new byte[1]));
        } else if (!usage.isEmpty()) {
            int bits = listed(usage).stream().mapToInt(USES::get).reduce(0, (a, b) -> a | b);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        if (recipe.getOrDefault("eku", "").equals("malformed")) {
            builder.addExtension(Extension.extendedKeyUsage, false, new DEROctetString(new byte[1]));
        } else if (recipe.containsKey("eku")) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(PURPOSES.get(recipe.get("eku"))));
        }
        if (recipe.containsKey("dns")) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, recipe.get("dns"))));
        }
        if (recipe.getOrDefault("permit", "").equals("malformed")) {
            builder.addExtension(Extension.nameConstraints, false, DERNull.INSTANCE);
        } else if (recipe.containsKey("permit")) {
            String[] permitted = of(recipe, "permit").split(":", -1);
            GeneralName base = permitted[0].equals("dns")
                    ? new GeneralName(GeneralName.dNSName, permitted[1])
                    : new GeneralName(new X500Name("O=" + permitted[1]));
            builder.addExtension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(base)}, null));
        }
        if (recipe.containsKey("unknown")) {
            builder.addExtension(
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"),
                    recipe.get("unknown").equals("critical"),
                    DERNull.INSTANCE);
        }
        X509CertificateHolder made = builder.build(signer(recipe.getOrDefault("signedby", issuer), recipe));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(made.getEncoded()));
    }

    private ContentSigner signer(String name, Map<String, String> recipe) throws OperatorCreationException {
        String family = of(pairs, name).getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA";
        return new JcaContentSignerBuilder(recipe.getOrDefault("digest", "SHA256") + "with" + family)
                .build(of(pairs, name).getPrivate());
    }

    private static KeyPair pair(Map<String, String> recipe) throws GeneralSecurityException {
        String kind = recipe.getOrDefault("keys", "p256");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("rsa") ? "RSA" : "EC");
        if (kind.startsWith("rsa")) {
            generator.initialize(Integer.parseInt(kind.substring("rsa".length())));
        } else {
            generator.initialize(new ECGenParameterSpec(CURVES.getOrDefault(kind, kind)));
        }
        return generator.generateKeyPair();
    }

    /**
     * A revocation list in DER, from a line such as {@code root revokes=leaf,serial:17 this=-1 next=1 signedby=other}.
     */
    byte[] crl(String line) {
        Map<String, String> recipe = words(line);
        String issuer = of(recipe, "name");
        X509v2CRLBuilder builder = new X509v2CRLBuilder(subject(issuer), day(recipe.getOrDefault("this", "-1")));
        if (!recipe.containsKey("nonext")) {
            builder.setNextUpdate(day(recipe.getOrDefault("next", "7")));
        }
        for (String revoked : listed(recipe.getOrDefault("revokes", ""))) {
            builder.addCRLEntry(certificate(revoked).getSerialNumber(), Date.from(NOW), 0);
        }
        for (int i = 0; i < Integer.parseInt(recipe.getOrDefault("filled", "0")); i++) {
            builder.addCRLEntry(BigInteger.valueOf(1_000_000L + i), Date.from(NOW), 0);
        }
        try {
            switch (recipe.getOrDefault("kind", "")) {
                case "delta" -> builder.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(1));
                case "part" ->
                    builder.addExtension(
                            Extension.issuingDistributionPoint,
                            true,
                            new IssuingDistributionPoint(null, true, false, null, false, false));
                case "critical" ->
                    builder.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE);
                default -> {}
            }
            return builder.build(signer(recipe.getOrDefault("signedby", issuer), recipe))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static Date day(String days) {
        return Date.from(NOW.plus(Duration.ofDays(Long.parseLong(days))));
    }

    /** All of them, by name. */
    List<X509Certificate> all() {
        return new ArrayList<>(certificates.values());
    }
}
