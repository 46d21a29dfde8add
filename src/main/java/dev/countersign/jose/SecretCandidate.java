package dev.countersign.jose;

import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.jws.SignatureCheck;
import dev.countersign.jws.SignatureForm;
import dev.countersign.keys.JwsAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A secret that both sides know (RFC 7518, section 3.2). Compares in constant time. */
record SecretCandidate(SignatureCheck check, JwsAlgorithm algorithm, ReadableSecret secret) implements Candidate {

    /** What files and shells add to a secret. */
    private static final Map<String, String> ENDS =
            Map.of("\n", "a line break", "\r\n", "a line break (CR LF)", " ", "a blank");

    /** A key is at least as long as the hash (RFC 7518, section 3.2). */
    boolean isLongEnough() {
        return secret.value().bytes().length * Byte.SIZE >= algorithm.hashBits();
    }

    @Override
    public boolean isPossible(byte[] signature) {
        return SignatureForm.isPossible(algorithm, signature);
    }

    @Override
    public boolean verifies(byte[] input, byte[] signature) {
        return check.verifies(algorithm, secret.value().bytes(), input, signature);
    }

    /** Tells how the client's key differs from a secret that it knows, and nothing of the secret. */
    @Override
    public Optional<String> mistake(byte[] input, byte[] signature) {
        byte[] known = secret.value().bytes();
        for (Map.Entry<String, String> end : ENDS.entrySet()) {
            byte[] ended = Arrays.copyOf(known, known.length + end.getKey().length());
            byte[] more = end.getKey().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(more, 0, ended, known.length, more.length);
            if (isKey(ended, input, signature)) {
                return Optional.of("it was made with a registered secret and " + end.getValue()
                        + " behind it, as a file often ends with: the secret is to be used without");
            }
        }
        return decoded(known)
                .filter(bytes -> isKey(bytes, input, signature))
                .map(
                        bytes ->
                                "it was made with the Base64url-decoded form of a registered secret: its characters are the key, as they are (OpenID Connect Core 1.0, section 10.1)");
    }

    /** Wipes the key. */
    private boolean isKey(byte[] key, byte[] input, byte[] signature) {
        try {
            return check.verifies(algorithm, key, input, signature);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Optional<byte[]> decoded(byte[] secret) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(secret);
            return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> credentialId() {
        return Optional.of(secret.id());
    }

    @Override
    public void close() {
        secret.value().close();
    }
}
