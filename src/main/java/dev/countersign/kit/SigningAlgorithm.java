package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * The algorithms that an assertion may be signed by (RFC 7518, section 3.1; RFC 8037, section 3.1; RFC 9864, section 2.2). They sign by the platform's own functions, and by the provider that the
 * key asks for, so that a key may live in a security module.
 */
enum SigningAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA", 256),
    RS384("RS384", "RSA", "SHA384withRSA", 384),
    RS512("RS512", "RSA", "SHA512withRSA", 512),
    PS256("PS256", "RSA", "RSASSA-PSS", 256),
    PS384("PS384", "RSA", "RSASSA-PSS", 384),
    PS512("PS512", "RSA", "RSASSA-PSS", 512),
    ES256("ES256", "P-256", "SHA256withECDSAinP1363Format", 256),
    ES384("ES384", "P-384", "SHA384withECDSAinP1363Format", 384),
    ES512("ES512", "P-521", "SHA512withECDSAinP1363Format", 512),
    EDDSA("EdDSA", "Ed25519", "Ed25519", 512),
    /** The same by its newer name, which older servers do not know. */
    ED25519("Ed25519", "Ed25519", "Ed25519", 512),
    HS256("HS256", "secret", "HmacSHA256", 256),
    HS384("HS384", "secret", "HmacSHA384", 384),
    HS512("HS512", "secret", "HmacSHA512", 512);

    private final String registeredName;
    private final String form;
    private final String jcaName;
    private final int hashBits;

    SigningAlgorithm(String registeredName, String form, String jcaName, int hashBits) {
        this.registeredName = registeredName;
        this.form = form;
        this.jcaName = jcaName;
        this.hashBits = hashBits;
    }

    /** By the very name: {@code ps256} is none. */
    static SigningAlgorithm named(String name) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.registeredName.equals(name))
                .findFirst()
                .orElseThrow(() -> new UnusableKeyException(
                        Problem.ALGORITHM_DOES_NOT_FIT,
                        "There is no algorithm " + name + " here; there are "
                                + Stream.of(values())
                                        .map(SigningAlgorithm::registeredName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    /**
     * What to sign with when nobody says otherwise. For RSA that is PS256 and not RS256: Countersign takes both, and it is the one that the stricter profiles allow too (FAPI 2.0 Security Profile,
     * section 5.4.1). An elliptic curve has one algorithm only; Ed25519 has two names, of which every library knows {@code EdDSA}.
     */
    static SigningAlgorithm usual(PublicKey key) {
        String form = KeyForm.of(key);
        return form.equals("RSA")
                ? PS256
                : Stream.of(values())
                        .filter(algorithm -> algorithm.form.equals(form))
                        .findFirst()
                        .orElseThrow();
    }

    String registeredName() {
        return registeredName;
    }

    /** In bytes: as long as the hash (RFC 7518, section 3.2). */
    int shortestSecret() {
        return hashBits / Byte.SIZE;
    }

    boolean takesSecret() {
        return form.equals("secret");
    }

    boolean fits(PublicKey key) {
        boolean forPssAlone = key instanceof RSAPublicKey && key.getAlgorithm().equals("RSASSA-PSS");
        return form.equals(KeyForm.of(key)) && (!forPssAlone || isPss());
    }

    byte[] sign(Key key, String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (takesSecret()) {
            Mac mac = Mac.getInstance(jcaName);
            mac.init(key);
            return mac.doFinal(bytes);
        }
        Signature signature = Signature.getInstance(jcaName);
        signature.initSign((PrivateKey) key);
        tune(signature);
        signature.update(bytes);
        return signature.sign();
    }

    /** Whether the public key is that of the private one, found out by signing something. */
    boolean signsFor(PublicKey publicKey, PrivateKey key) throws GeneralSecurityException {
        byte[] signed = sign(key, registeredName);
        Signature signature = Signature.getInstance(jcaName);
        signature.initVerify(publicKey);
        tune(signature);
        signature.update(registeredName.getBytes(StandardCharsets.US_ASCII));
        return signature.verify(signed);
    }

    /** RFC 7518, section 3.5: the salt is as long as the hash. */
    private void tune(Signature signature) throws GeneralSecurityException {
        if (isPss()) {
            String hash = "SHA-" + hashBits;
            signature.setParameter(new PSSParameterSpec(
                    hash,
                    "MGF1",
                    new MGF1ParameterSpec(hash),
                    hashBits / Byte.SIZE,
                    PSSParameterSpec.TRAILER_FIELD_BC));
        }
    }

    private boolean isPss() {
        return jcaName.equals("RSASSA-PSS");
    }

    /** Those that fit such a key, for messages. */
    static String fitting(PublicKey key) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.fits(key))
                .map(SigningAlgorithm::registeredName)
                .collect(Collectors.joining(", "));
    }
}
