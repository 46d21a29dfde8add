package dev.countersign.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * A client that has openssl and nothing of ours: all its keys are made, and all its assertions signed, by that program.
 * Its files are in one folder. Immutable.
 */
record OpensslClient(Path folder, String audience) {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** In seconds. */
    private static final int LIFETIME = 240;

    /** Runs these lines in the folder, and returns what they said. */
    String run(String lines) throws IOException, InterruptedException {
        return Shell.run("cd \"$FOLDER\"\n" + lines, Map.of("FOLDER", folder.toString()));
    }

    String file(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /**
     * A fresh one; no {@code kid}, for such a client does not know it.
     *
     * @param algorithm RS256, ES256 or EdDSA
     * @param key words for openssl that name the key, such as its file
     */
    String assertion(String client, String algorithm, String key)
            throws IOException, InterruptedException, JOSEException {
        long now = InstantSource.system().instant().getEpochSecond();
        String text = encoded("{\"typ\":\"client-authentication+jwt\",\"alg\":\"" + algorithm + "\"}")
                + '.'
                + encoded(
                        "{\"iss\":\"" + client + "\",\"sub\":\"" + client + "\",\"aud\":\"" + audience + "\",\"jti\":\""
                                + UUID.randomUUID() + "\",\"iat\":" + now + ",\"exp\":" + (now + LIFETIME) + "}");
        Files.writeString(folder.resolve("text"), text);
        run(
                algorithm.equals("EdDSA")
                        ? "openssl pkeyutl -sign -rawin -in text -out signature -inkey " + key
                        : "openssl dgst -sha256 -out signature -sign " + key + " text");
        byte[] signature = Files.readAllBytes(folder.resolve("signature"));
        // OpenSSL writes it as ASN.1, JOSE as two numbers (RFC 7518, section 3.4).
        byte[] joined = algorithm.equals("ES256") ? ECDSA.transcodeSignatureToConcat(signature, 64) : signature;
        return text + '.' + BASE64URL.encodeToString(joined);
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
