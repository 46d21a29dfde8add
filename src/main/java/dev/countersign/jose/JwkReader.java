package dev.countersign.jose;

import dev.countersign.auth.VerificationKey;
import dev.countersign.jws.KeyTranslation;
import dev.countersign.jws.PresentMembers;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.KeyType;
import dev.countersign.keys.NamedCurve;
import dev.countersign.keys.PublicKeyNumbers;
import dev.countersign.keys.UnfitKeyException;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import dev.countersign.text.ShownText;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one public key of a key set (RFC 7517, section 4; RFC 7518, section 6; RFC 8037, section 2). Thread-safe.
 */
final class JwkReader {

    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final KeyTranslation translation;

    JwkReader(KeyTranslation translation) {
        this.translation = translation;
    }

    /**
     * Reads one key.
     *
     * @throws MalformedException when it is a key that must not be used; the message repeats nothing of it
     */
    ReadJwk read(Map<String, Object> members) throws MalformedException {
        Map<String, Object> jwk = PresentMembers.of(members);
        String type = text(jwk, "kty").orElseThrow(() -> new MalformedException("a key has no kty"));
        if (type.equals("oct") || PRIVATE_MEMBERS.stream().anyMatch(jwk::containsKey)) {
            throw new MalformedException(
                    "a key is private or symmetric: every reader of the key set could sign with it");
        }
        Optional<String> otherUse = otherUse(jwk);
        if (otherUse.isPresent()) {
            return ReadJwk.leftOut(otherUse.get());
        }
        Optional<PublicKey> numbers = key(type, jwk);
        if (numbers.isEmpty()) {
            return ReadJwk.leftOut(
                    type.equals("EC") || type.equals("OKP")
                            ? shown("crv", jwk) + ", and P-256, P-384, P-521 and Ed25519 are supported"
                            : shown("kty", jwk) + ", and RSA, EC and OKP are supported");
        }
        JwkCertificate certificate = JwkCertificate.of(jwk, numbers.get());
        requireFitting(jwk, certificate.key());
        VerificationKey read = new VerificationKey(
                text(jwk, "kid"),
                certificate.thumbprint(),
                translation.translate(certificate.key()),
                text(jwk, "alg"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ReadJwk(Optional.of(read), certificate.certificate(), Optional.empty(), certificate.ignored());
    }

    /** Why it is not for signatures that are verified here (RFC 7517, sections 4.2 to 4.4); empty: it is. */
    private static Optional<String> otherUse(Map<String, Object> jwk) throws MalformedException {
        Optional<String> use = text(jwk, "use");
        Object operations = jwk.get("key_ops");
        if (operations != null && !(operations instanceof List<?>)) {
            throw new MalformedException("a key's key_ops is no list");
        }
        if (use.isPresent() && !use.get().equals("sig")) {
            return Optional.of(shown("use", jwk) + ", and only a key for sig is used");
        }
        if (operations instanceof List<?> list && !list.contains("verify")) {
            return Optional.of("its key_ops does not contain verify");
        }
        Optional<String> algorithm = text(jwk, "alg");
        return algorithm.isPresent() && JwsAlgorithm.named(algorithm.get()).isEmpty()
                ? Optional.of(shown("alg", jwk) + ", which is no signature algorithm that is supported")
                : Optional.empty();
    }

    /** An alg that no key of this type can have would never verify anything. */
    private static void requireFitting(Map<String, Object> jwk, PublicKey key) throws MalformedException {
        Optional<JwsAlgorithm> algorithm = text(jwk, "alg").flatMap(JwsAlgorithm::named);
        if (algorithm.isPresent() && !algorithm.get().fits(key)) {
            throw new MalformedException("its alg is " + algorithm.get().registeredName()
                    + ", which does not fit its key, "
                    + KeyType.of(key).map(KeyType::toString).orElse(key.getAlgorithm()));
        }
    }

    private static String shown(String name, Map<String, Object> jwk) throws MalformedException {
        return text(jwk, name)
                .map(value -> "its " + name + " is " + ShownText.of(value))
                .orElse("it has no " + name);
    }

    /** Empty: no supported algorithm uses its type or curve, such as the curve of ES256K. */
    private static Optional<PublicKey> key(String type, Map<String, Object> jwk) throws MalformedException {
        try {
            return switch (type) {
                case "RSA" -> Optional.of(PublicKeyNumbers.rsa(number(jwk, "n"), number(jwk, "e")));
                case "EC" -> ec(jwk);
                case "OKP" ->
                    text(jwk, "crv").equals(Optional.of("Ed25519"))
                            ? Optional.of(PublicKeyNumbers.ed25519(bytes(jwk, "x")))
                            : Optional.empty();
                default -> Optional.empty();
            };
        } catch (UnfitKeyException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<PublicKey> ec(Map<String, Object> jwk) throws MalformedException, UnfitKeyException {
        Optional<NamedCurve> curve = text(jwk, "crv").flatMap(NamedCurve::named);
        return curve.isEmpty()
                ? Optional.empty()
                : Optional.of(PublicKeyNumbers.ec(curve.get(), bytes(jwk, "x"), bytes(jwk, "y")));
    }

    private static BigInteger number(Map<String, Object> jwk, String name) throws MalformedException {
        return new BigInteger(1, bytes(jwk, name));
    }

    private static byte[] bytes(Map<String, Object> jwk, String name) throws MalformedException {
        String text = text(jwk, name).orElseThrow(() -> new MalformedException("a key lacks the member " + name));
        return CanonicalBase64.URL.decode(text);
    }

    private static Optional<String> text(Map<String, Object> jwk, String name) throws MalformedException {
        Object value = jwk.get(name);
        if (value != null && !(value instanceof String)) {
            throw new MalformedException("a key's " + name + " is no text");
        }
        return Optional.ofNullable((String) value);
    }
}
