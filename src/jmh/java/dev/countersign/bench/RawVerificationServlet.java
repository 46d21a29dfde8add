package dev.countersign.bench;

import dev.countersign.x509.FastSignatures;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies the signature of an assertion with the provider and the kind of key that we take, looks at nothing else, and
 * answers 204: what {@code /verify} is compared with. The rest of the path is the algorithm, whose public key is in a
 * system property. Put into the measured WAR by the load run.
 */
public final class RawVerificationServlet extends HttpServlet {

    /** And the algorithm; the value is Base64url of the key's encoding. */
    static final String PROPERTY = "bench.key.";

    private static final long serialVersionUID = 1L;

    private static final Map<String, String[]> NAMES = Map.of(
            "RS256", new String[] {"RSA", "SHA256withRSA"},
            "ES256", new String[] {"EC", "SHA256withECDSAinP1363Format"},
            "EdDSA", new String[] {"Ed25519", "Ed25519"});

    private static final Map<String, PublicKey> KEYS = new ConcurrentHashMap<>();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        String algorithm = request.getPathInfo().substring(1);
        String assertion = request.getParameter("client_assertion");
        int dot = assertion.lastIndexOf('.');
        byte[] input = assertion.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(assertion.substring(dot + 1));
        response.setStatus(
                verifies(algorithm, input, signature)
                        ? HttpServletResponse.SC_NO_CONTENT
                        : HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static boolean verifies(String algorithm, byte[] input, byte[] signature) {
        try {
            String name = NAMES.getOrDefault(algorithm, new String[2])[1];
            Optional<Provider> provider = new FastSignatures().of(algorithm);
            Signature verifier =
                    provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
            verifier.initVerify(KEYS.computeIfAbsent(algorithm, RawVerificationServlet::key));
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey key(String algorithm) {
        try {
            String name = NAMES.getOrDefault(algorithm, new String[2])[0];
            Optional<Provider> provider = new FastSignatures().of(algorithm);
            KeyFactory factory =
                    provider.isPresent() ? KeyFactory.getInstance(name, provider.get()) : KeyFactory.getInstance(name);
            return factory.generatePublic(new X509EncodedKeySpec(
                    Base64.getUrlDecoder().decode(System.getProperty(PROPERTY + algorithm, ""))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
