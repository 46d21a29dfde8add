package dev.countersign.jose;

import dev.countersign.keys.CertificateParser;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.keys.PublicKeyNumbers;
import dev.countersign.keys.UnfitKeyException;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first certificate beside a JWK, and the thumbprint that names it (RFC 7517, sections 4.7 and 4.9). The key needs
 * neither: what cannot be read is ignored, what contradicts the key makes it unusable. Immutable.
 *
 * @param key that of the JWK, which the certificate may bind to RSASSA-PSS (RFC 4055, section 1.2)
 * @param thumbprint SHA-256, Base64url
 * @param ignored why members were ignored, each as a part of a sentence
 */
record JwkCertificate(
        PublicKey key, Optional<X509Certificate> certificate, Optional<String> thumbprint, List<String> ignored) {

    private static final String CHAIN = "x5c";
    private static final String THUMBPRINT = "x5t#S256";

    private static final int SHA_256_BYTES = 32;
    private static final int MAX_ENCODINGS = 2;

    private static final Pattern PEM_LINE = Pattern.compile("-----[A-Z0-9 ]{1,40}-----");
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{64}");

    JwkCertificate {
        ignored = List.copyOf(ignored);
    }

    /**
     * @throws MalformedException when the certificate is for another key, or the thumbprint is not the certificate's
     */
    static JwkCertificate of(Map<String, Object> jwk, PublicKey numbers) throws MalformedException {
        PublicKey key = numbers;
        List<String> ignored = new ArrayList<>();
        Optional<X509Certificate> certificate = Optional.empty();
        Optional<String> actual = Optional.empty();
        if (jwk.get(CHAIN) instanceof List<?> chain && chain.get(0) instanceof String first) {
            Optional<byte[]> strict = decoded(Base64.getDecoder(), first);
            byte[] der = strict.orElseGet(() -> bared(first));
            try {
                X509Certificate read = CertificateParser.parse(der);
                key = bound(numbers, read);
                actual = Optional.of(JwkMembers.sha256(der));
                certificate = strict.map(same -> read);
                if (strict.isEmpty()) {
                    ignored.add(notBase64(first));
                }
            } catch (MalformedDerException e) {
                ignored.add(
                        strict.isEmpty()
                                ? notBase64(first)
                                : "its x5c is ignored, as the certificate cannot be read: " + e.getMessage());
            }
        } else if (jwk.containsKey(CHAIN)) {
            ignored.add("its x5c is ignored: it is no list of texts");
        }
        Optional<String> said = thumbprint(jwk, ignored);
        if (said.isPresent() && actual.isPresent() && !said.equals(actual)) {
            throw new MalformedException("a key's x5t#S256 is not its certificate's");
        }
        return new JwkCertificate(key, certificate, certificate.isPresent() ? actual : said, ignored);
    }

    private static PublicKey bound(PublicKey key, X509Certificate certificate) throws MalformedException {
        try {
            return PublicKeyNumbers.bound(key, certificate.getPublicKey())
                    .orElseThrow(() -> new MalformedException("a key's certificate is for another key"));
        } catch (UnfitKeyException e) {
            throw new MalformedException("by a key's certificate " + e.getMessage());
        }
    }

    private static Optional<byte[]> decoded(Base64.Decoder decoder, String text) {
        try {
            return Optional.of(decoder.decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What stands between lines of PEM, or is broken into lines, or in the other alphabet. Such a certificate never
     * counts for a key, but it can contradict it.
     */
    private static byte[] bared(String text) {
        String body = PEM_LINE.splitAsStream(text)
                .filter(part -> !part.isBlank())
                .findFirst()
                .orElse("");
        return decoded(Base64.getMimeDecoder(), body.replace('-', '+').replace('_', '/'))
                .orElseGet(() -> new byte[0]);
    }

    private static String notBase64(String text) {
        String reason = "it is no certificate in Base64";
        if (text.contains("-----")) {
            reason = "it has lines of PEM";
        } else if (BLANK.matcher(text).find()) {
            reason = "it has line breaks or blanks";
        }
        return "its x5c is ignored: " + reason
                + ", and the Base64 of the certificate alone is wanted (RFC 7517, section 4.7)";
    }

    private static Optional<String> thumbprint(Map<String, Object> jwk, List<String> ignored) {
        if (!jwk.containsKey(THUMBPRINT)) {
            return Optional.empty();
        }
        if (jwk.get(THUMBPRINT) instanceof String text && isHash(text)) {
            return Optional.of(text);
        }
        boolean digits = jwk.get(THUMBPRINT) instanceof String text && isHexadecimal(text, MAX_ENCODINGS);
        ignored.add("its x5t#S256 is ignored: " + (digits ? "it is made of hexadecimal digits, and " : "")
                + "the Base64url of the 32 bytes of the hash is wanted (RFC 7517, section 4.9)");
        return Optional.empty();
    }

    private static boolean isHash(String text) {
        return bytes(text).filter(hash -> hash.length == SHA_256_BYTES).isPresent();
    }

    /** Whether it is a hash in hexadecimal, plain or in Base64url, once or twice. */
    private static boolean isHexadecimal(String text, int encodings) {
        return HEXADECIMAL.matcher(text).matches()
                || (encodings > 0
                        && bytes(text)
                                .filter(inner ->
                                        isHexadecimal(new String(inner, StandardCharsets.ISO_8859_1), encodings - 1))
                                .isPresent());
    }

    private static Optional<byte[]> bytes(String base64Url) {
        try {
            return Optional.of(CanonicalBase64.URL.decode(base64Url));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
