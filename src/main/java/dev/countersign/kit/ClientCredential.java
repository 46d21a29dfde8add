package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How the client proves itself at the token endpoint. Thread-safe. */
@FunctionalInterface
interface ClientCredential {

    /** A fresh proof for one request. */
    Proof prove();

    /**
     * What goes into one request.
     *
     * @param authorization value of the {@code Authorization} field
     * @param parameters of the form body
     * @param confidential what no message may repeat
     */
    record Proof(Optional<String> authorization, Map<String, String> parameters, List<String> confidential) {

        boolean isRepeatedIn(String text) {
            return confidential.stream().anyMatch(text::contains);
        }

        /** Nothing of it. */
        @Override
        public String toString() {
            return "Proof";
        }
    }

    /** A signed JWT (RFC 7523, section 2.2), with a {@code jti} of its own for each request. */
    static ClientCredential of(ClientAssertion assertion) {
        return () -> {
            Map<String, String> parameters = assertion.parameters();
            return new Proof(Optional.empty(), parameters, List.of(parameters.getOrDefault("client_assertion", "")));
        };
    }

    /** The id alone, since the TLS connection proves the rest (RFC 8705, section 2). */
    static ClientCredential ofCertificate(String clientId) {
        requireId(clientId);
        return () -> new Proof(Optional.empty(), Map.of("client_id", clientId), List.of());
    }

    private static void requireId(String clientId) {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("A client has an id");
        }
    }

    /** Id and secret as HTTP Basic, both form-encoded first (RFC 6749, section 2.3.1). */
    static ClientCredential of(String clientId, Supplier<char[]> secret) {
        requireId(clientId);
        return () -> {
            String text = read(secret);
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            String pair = URLEncoder.encode(clientId, StandardCharsets.UTF_8) + ':' + encoded;
            String field = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
            return new Proof(Optional.of("Basic " + field), Map.of(), List.of(text, encoded, field));
        };
    }

    private static String read(Supplier<char[]> secret) {
        char[] chars = secret.get();
        String text = new String(chars);
        Arrays.fill(chars, '\0');
        if (text.replace("\0", "").isEmpty()) {
            throw new UnusableKeyException(
                    Problem.UNREADABLE,
                    "The client secret is empty. (Each array is wiped after its use: the supplier makes a new one.)");
        }
        return text;
    }
}
