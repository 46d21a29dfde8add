package dev.countersign.jose;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A compact JWS (RFC 7515, section 3.1) that names its client: three parts, and claims with a {@code sub} that may be a
 * client's id. Header, signature and other claims are not checked yet. Not printable, since it is a credential.
 * Immutable.
 */
final class AssertionText {

    /** In characters. */
    static final int MAX_CHARS = 16_384;

    private final String text;
    private final int firstDot;
    private final int secondDot;
    private final Map<String, Object> claims;
    private final ClientId clientId;

    private AssertionText(String text, int firstDot, int secondDot, Map<String, Object> claims, ClientId clientId) {
        this.text = text;
        this.firstDot = firstDot;
        this.secondDot = secondDot;
        this.claims = claims;
        this.clientId = clientId;
    }

    static AssertionText of(String text) throws MalformedException {
        if (text.length() > MAX_CHARS) {
            throw new MalformedException("it is longer than " + MAX_CHARS + " characters");
        }
        int firstDot = text.indexOf('.');
        int secondDot = text.indexOf('.', firstDot + 1);
        if (firstDot < 0 || secondDot < 0 || text.indexOf('.', secondDot + 1) >= 0) {
            throw new MalformedException("it has not three parts");
        }
        Map<String, Object> claims = StrictJson.object(CanonicalBase64.URL.decode(text, firstDot + 1, secondDot));
        return new AssertionText(text, firstDot, secondDot, claims, subject(claims));
    }

    /** The client that it claims to come from. */
    ClientId clientId() {
        return clientId;
    }

    /** The method that it was meant for, as far as its header can be read. */
    AuthMethod method() {
        try {
            return SignedAssertion.methodOf(header());
        } catch (MalformedException e) {
            return AuthMethod.PRIVATE_KEY_JWT;
        }
    }

    /** @throws MalformedException when header or signature cannot be read, so that it cannot authenticate any client */
    SignedAssertion signed() throws MalformedException {
        JwsHeader header = header();
        byte[] signature = CanonicalBase64.URL.decode(text, secondDot + 1, text.length());
        byte[] input = text.substring(0, secondDot).getBytes(StandardCharsets.US_ASCII);
        return new SignedAssertion(clientId, header, new Claims(claims), input, signature);
    }

    private JwsHeader header() throws MalformedException {
        return JwsHeader.of(StrictJson.object(CanonicalBase64.URL.decode(text, 0, firstDot)));
    }

    private static ClientId subject(Map<String, Object> claims) throws MalformedException {
        try {
            if (claims.get("sub") instanceof String sub) {
                return new ClientId(sub);
            }
        } catch (IllegalArgumentException e) {
            // Falls through: a sub that is no valid client id names no client.
        }
        throw new MalformedException("its sub is no client id");
    }
}
