package dev.countersign.jose;

import dev.countersign.keys.RsaKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Key pairs by name, made when a test asks for them: {@code rsa}, {@code p256}, {@code p384}, {@code p521}, {@code
 * ed25519}, each with anything behind a hyphen for another one; {@code pss} is {@code rsa} in the form id-RSASSA-PSS,
 * and {@code pss256} is bound to SHA-256 in addition: their private halves are ordinary, and sign in every way.
 */
final class TestKeys {

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestKeys() {}

    static KeyPair pair(String name) {
        KeyPair made = PAIRS.get(name);
        // Not computed within the map, as one key may be made of another.
        return made == null ? makeOnce(name) : made;
    }

    private static synchronized KeyPair makeOnce(String name) {
        KeyPair made = PAIRS.get(name);
        if (made == null) {
            made = make(name);
            PAIRS.put(name, made);
        }
        return made;
    }

    /** The public half as a JWK, as the RFCs have it. */
    static Map<String, String> jwk(String name) {
        Map<String, String> jwk = new LinkedHashMap<>();
        PublicKey key = name.startsWith("odd-rsa") ? unusable(name) : pair(name).getPublic();
        if (key instanceof RSAPublicKey rsa) {
            jwk.put("kty", "RSA");
            jwk.put("n", base64Url(unsigned(rsa.getModulus())));
            jwk.put("e", base64Url(unsigned(rsa.getPublicExponent())));
        } else if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            jwk.put("kty", "EC");
            jwk.put("crv", "P-" + bits);
            jwk.put("x", base64Url(padded(ec.getW().getAffineX(), (bits + 7) / 8)));
            jwk.put("y", base64Url(padded(ec.getW().getAffineY(), (bits + 7) / 8)));
        } else if (key instanceof EdECPublicKey ed) {
            byte[] spki = ed.getEncoded();
            jwk.put("kty", "OKP");
            jwk.put("crv", ed.getParams().getName());
            jwk.put(
                    "x",
                    base64Url(Arrays.copyOfRange(
                            spki, spki.length - (ed.getParams().getName().equals("Ed448") ? 57 : 32), spki.length)));
        }
        return jwk;
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] padded(BigInteger number, int length) {
        byte[] bytes = unsigned(number);
        byte[] padded = new byte[length];
        System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
        return padded;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** {@code odd-rsa:<bits>:<exponent>}: no key pair at all, but a public key of that form. */
    private static PublicKey unusable(String name) {
        String[] parts = name.split(":", 3);
        int bits = Integer.parseInt(parts[1]);
        BigInteger modulus =
                new BigInteger(bits, new Random(1)).setBit(bits - 1).setBit(0);
        RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, new BigInteger(parts[2]));
        return new RSAPublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public BigInteger getPublicExponent() {
                return spec.getPublicExponent();
            }

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return "none";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }

            @Override
            public BigInteger getModulus() {
                return spec.getModulus();
            }
        };
    }

    private static KeyPair bound(String bits) {
        RSAPublicKey numbers = (RSAPublicKey) pair("rsa").getPublic();
        String hash = "SHA-" + bits;
        PSSParameterSpec parameters = bits.isEmpty()
                ? null
                : new PSSParameterSpec(
                        hash,
                        "MGF1",
                        new MGF1ParameterSpec(hash),
                        bits.equals("1") ? 20 : Integer.parseInt(bits) / 8,
                        1);
        try {
            PublicKey pss = KeyFactory.getInstance("RSASSA-PSS")
                    .generatePublic(
                            new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent(), parameters));
            return new KeyPair(pss, pair("rsa").getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair make(String name) {
        String kind = name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
        if (kind.equals("roca")) {
            return RsaKeys.faulty(1);
        }
        if (kind.startsWith("pss")) {
            return bound(kind.substring(3));
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    kind.startsWith("rsa")
                            ? "RSA"
                            : kind.startsWith("p") ? "EC" : kind.equals("ed448") ? "Ed448" : "Ed25519");
            switch (kind) {
                case "rsa" -> generator.initialize(2048);
                case "rsa1024" -> generator.initialize(1024);
                case "rsa3072" -> generator.initialize(3072);
                case "p256" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case "p384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
                case "p521" -> generator.initialize(new ECGenParameterSpec("secp521r1"));
                case "ed25519", "ed448" -> {}
                default -> throw new IllegalArgumentException(name);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
