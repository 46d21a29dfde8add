package dev.countersign.signing;

import dev.countersign.jws.SignatureCheck;
import dev.countersign.keys.JwsAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;

/** Signs access tokens with one key. Thread-safe. */
final class TokenSigner {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String kid;
    private final JwsAlgorithm algorithm;
    private final PrivateKey key;
    private final Optional<Provider> provider;

    /** The encoded header (RFC 9068, section 2.1), the same for all tokens of a key. */
    private final String header;

    TokenSigner(String kid, JwsAlgorithm algorithm, PrivateKey key, Optional<Provider> provider) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.key = key;
        this.provider = provider;
        String json = "{\"typ\":\"at+jwt\",\"alg\":\"" + algorithm.registeredName() + "\",\"kid\":\"" + kid + "\"}";
        this.header = BASE64URL.encodeToString(json.getBytes(StandardCharsets.US_ASCII)) + '.';
    }

    String kid() {
        return kid;
    }

    /** The compact JWS of these claims. */
    String sign(String claims) {
        String input = header + BASE64URL.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = provider.isPresent()
                    ? Signature.getInstance(algorithm.jcaName(), provider.get())
                    : Signature.getInstance(algorithm.jcaName());
            if (algorithm.family() == JwsAlgorithm.Family.RSA_PSS) {
                signature.setParameter(SignatureCheck.pssParameters(algorithm));
            }
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a token cannot be signed by " + algorithm.registeredName(), e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TokenSigner[" + kid + "]";
    }
}
