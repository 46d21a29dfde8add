package dev.countersign.jose;

import dev.countersign.auth.VerificationKey;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Reads one public key of a key set (RFC 7517, section 4; RFC 7518, section 6; RFC 8037, section 2). What decides whether a key is good enough is looked at here, strictly; the library makes the
 * key out of it. Thread-safe.
 */
final class JwkReader {

    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final KeyTranslation translation;

    JwkReader(KeyTranslation translation) {
        this.translation = translation;
    }

    /**
     * The key; empty: it is meant for something else, or of a kind that nobody here knows, which a reader of key sets must overlook (RFC 7517, section 5).
     *
     * @throws MalformedException when it is a key that must not be used; the message repeats nothing of it
     */
    Optional<VerificationKey> read(Map<String, Object> jwk) throws MalformedException {
        String type = text(jwk, "kty").orElseThrow(() -> new MalformedException("a key has no kty"));
        if (type.equals("oct") || PRIVATE_MEMBERS.stream().anyMatch(jwk::containsKey)) {
            throw new MalformedException("a key is private or shared: whoever can read the key set can sign with it");
        }
        if (!isForVerification(jwk)) {
            return Optional.empty();
        }
        Optional<String> algorithm = text(jwk, "alg");
        Optional<JwsAlgorithm> known = algorithm.flatMap(JwsAlgorithm::named);
        if (algorithm.isPresent() && known.isEmpty()) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> members = switch (type) {
            case "RSA" -> Optional.of(rsa(jwk));
            case "EC" -> ec(jwk);
            case "OKP" -> okp(jwk);
            default -> Optional.empty();
        };
        if (members.isEmpty()) {
            return Optional.empty();
        }
        PublicKey key = key(members.get());
        requireSame(jwk, key);
        return Optional.of(new VerificationKey(
                text(jwk, "kid"),
                thumbprint(jwk),
                translation.translate(key, usual(key)),
                algorithm,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** RFC 7517, sections 4.2 and 4.3. */
    private static boolean isForVerification(Map<String, Object> jwk) throws MalformedException {
        Optional<String> use = text(jwk, "use");
        Object operations = jwk.get("key_ops");
        if (operations != null && !(operations instanceof List<?>)) {
            throw new MalformedException("a key's key_ops is no list");
        }
        return (use.isEmpty() || use.get().equals("sig"))
                && (!(operations instanceof List<?> list) || list.contains("verify"));
    }

    private static Map<String, Object> rsa(Map<String, Object> jwk) throws MalformedException {
        BigInteger modulus = new BigInteger(1, bytes(jwk, "n"));
        BigInteger exponent = new BigInteger(1, bytes(jwk, "e"));
        Optional<String> problem = KeyForm.problem(modulus, exponent);
        if (problem.isPresent()) {
            throw new MalformedException(problem.get());
        }
        return members(jwk, "kty", "n", "e");
    }

    /** Empty: a curve of no algorithm here, such as that of ES256K. */
    private static Optional<Map<String, Object>> ec(Map<String, Object> jwk) throws MalformedException {
        Optional<NamedCurve> curve = text(jwk, "crv").flatMap(NamedCurve::named);
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        byte[] x = bytes(jwk, "x");
        byte[] y = bytes(jwk, "y");
        int length = curve.get().coordinateLength();
        if (x.length != length || y.length != length) {
            throw new MalformedException("a coordinate of an elliptic curve's key is not of full length");
        }
        if (!curve.get().contains(new BigInteger(1, x), new BigInteger(1, y))) {
            throw new MalformedException("the point of an elliptic curve's key is not on its curve");
        }
        return Optional.of(members(jwk, "kty", "crv", "x", "y"));
    }

    /** Empty: a curve of no algorithm here, such as Ed448. */
    private static Optional<Map<String, Object>> okp(Map<String, Object> jwk) throws MalformedException {
        if (!text(jwk, "crv").equals(Optional.of("Ed25519"))) {
            return Optional.empty();
        }
        byte[] x = bytes(jwk, "x");
        if (x.length != Edwards25519.KEY_LENGTH || !Edwards25519.isPublicKey(Edwards25519.y(x))) {
            throw new MalformedException("an Ed25519 key is no point of its curve, or one that everybody can sign for");
        }
        return Optional.of(members(jwk, "kty", "crv", "x"));
    }

    private static PublicKey key(Map<String, Object> members) throws MalformedException {
        try {
            return (PublicKey) JsonWebKey.Factory.newJwk(members).getKey();
        } catch (JoseException e) {
            // Without its message, which may repeat the key.
            throw new MalformedException("a key cannot be made out of its members");
        }
    }

    /** The first certificate is for this very key (RFC 7517, section 4.7); nobody looks at the rest of it. */
    private static void requireSame(Map<String, Object> jwk, PublicKey key) throws MalformedException {
        Optional<X509Certificate> certificate = certificate(jwk);
        if (certificate.isEmpty()) {
            return;
        }
        if (!MessageDigest.isEqual(certificate.get().getPublicKey().getEncoded(), key.getEncoded())) {
            throw new MalformedException("a key's certificate is for another key");
        }
    }

    /** The first one of {@code x5c} (RFC 7517, section 4.7). */
    static Optional<X509Certificate> certificate(Map<String, Object> jwk) throws MalformedException {
        Optional<byte[]> der = certificateDer(jwk);
        if (der.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.get())));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("a key's certificate cannot be read");
        }
    }

    /** Of the certificate, where the key comes with one; what {@code x5t#S256} says must be that. */
    private static Optional<String> thumbprint(Map<String, Object> jwk) throws MalformedException {
        Optional<String> said = text(jwk, "x5t#S256");
        Optional<byte[]> certificate = certificateDer(jwk);
        if (certificate.isEmpty()) {
            return said;
        }
        String thumbprint = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(certificate.get()));
        if (said.isPresent() && !said.get().equals(thumbprint)) {
            throw new MalformedException("a key's x5t#S256 is not its certificate's");
        }
        return Optional.of(thumbprint);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** In Base64, not Base64url (RFC 7517, section 4.7). */
    private static Optional<byte[]> certificateDer(Map<String, Object> jwk) throws MalformedException {
        Object chain = jwk.get("x5c");
        if (chain == null) {
            return Optional.empty();
        }
        try {
            if (chain instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String first) {
                return Optional.of(Base64.getDecoder().decode(first));
            }
        } catch (IllegalArgumentException e) {
            // Falls through: there is something, and it is no certificate.
        }
        throw new MalformedException("a key's x5c is no list of certificates");
    }

    /** One algorithm of those that take such a key. */
    private static JwsAlgorithm usual(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return JwsAlgorithm.RS256;
        }
        return key instanceof ECPublicKey ? JwsAlgorithm.ES256 : JwsAlgorithm.EDDSA;
    }

    private static Map<String, Object> members(Map<String, Object> jwk, String... names) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(name, Objects.requireNonNull(jwk.get(name)));
        }
        return members;
    }

    private static byte[] bytes(Map<String, Object> jwk, String name) throws MalformedException {
        String text = text(jwk, name).orElseThrow(() -> new MalformedException("a key lacks the member " + name));
        return CanonicalBase64Url.decode(text);
    }

    private static Optional<String> text(Map<String, Object> jwk, String name) throws MalformedException {
        Object value = jwk.get(name);
        if (value != null && !(value instanceof String)) {
            throw new MalformedException("a key's " + name + " is no text");
        }
        return Optional.ofNullable((String) value);
    }
}
