package dev.countersign.jose;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A compact JWS (RFC 7515, section 3.1) that says whom it speaks for: three parts, and claims with a {@code sub} that may be a client's id. The rest of it may still be anything. Not printable,
 * since it is a credential. Immutable.
 */
final class AssertionText {

    /** In characters. */
    static final int MAX_LENGTH = 16_384;

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
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException("it is longer than " + MAX_LENGTH + " characters");
        }
        int firstDot = text.indexOf('.');
        int secondDot = text.indexOf('.', firstDot + 1);
        if (firstDot < 0 || secondDot < 0 || text.indexOf('.', secondDot + 1) >= 0) {
            throw new MalformedException("it has not three parts");
        }
        Map<String, Object> claims = StrictJson.object(CanonicalBase64Url.decode(text, firstDot + 1, secondDot));
        return new AssertionText(text, firstDot, secondDot, claims, subject(claims));
    }

    /** Whom it claims to speak for. */
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

    /** @throws MalformedException when header or signature cannot be read, so that it cannot prove anybody */
    SignedAssertion signed() throws MalformedException {
        JwsHeader header = header();
        byte[] signature = CanonicalBase64Url.decode(text, secondDot + 1, text.length());
        byte[] input = text.substring(0, secondDot).getBytes(StandardCharsets.US_ASCII);
        return new SignedAssertion(clientId, header, new Claims(claims), input, signature);
    }

    private JwsHeader header() throws MalformedException {
        return JwsHeader.of(StrictJson.object(CanonicalBase64Url.decode(text, 0, firstDot)));
    }

    private static ClientId subject(Map<String, Object> claims) throws MalformedException {
        try {
            if (claims.get("sub") instanceof String sub) {
                return new ClientId(sub);
            }
        } catch (IllegalArgumentException e) {
            // Falls through: what cannot be a client's id names nobody.
        }
        throw new MalformedException("its sub is no client id");
    }
}
