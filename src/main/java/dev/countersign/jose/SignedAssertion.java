package dev.countersign.jose;

import dev.countersign.auth.PluginCredential;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.jws.JwsHeader;
import dev.countersign.text.ShownText;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A signed JWT that a client sent to prove its identity (RFC 7523, section 2.2): well-formed, not verified. Not
 * printable. Immutable by agreement: its arrays are never written.
 */
final class SignedAssertion implements PluginCredential {

    /** Of each value in the log: what is not ASCII takes six bytes there, and the line of each refusal has three. */
    private static final int MAX_FOUND_CHARS = 100;

    private final ClientId clientId;
    private final JwsHeader header;
    private final Claims claims;
    private final byte[] signingInput;
    private final byte[] signature;

    SignedAssertion(ClientId clientId, JwsHeader header, Claims claims, byte[] signingInput, byte[] signature) {
        this.clientId = clientId;
        this.header = header;
        this.claims = claims;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /** {@code client_secret_jwt} for the HMAC algorithms, {@code private_key_jwt} for all others, supported or not. */
    static AuthMethod methodOf(JwsHeader header) {
        return header.algorithm().startsWith("HS") ? AuthMethod.CLIENT_SECRET_JWT : AuthMethod.PRIVATE_KEY_JWT;
    }

    @Override
    public ClientId clientId() {
        return clientId;
    }

    @Override
    public AuthMethod method() {
        return methodOf(header);
    }

    JwsHeader header() {
        return header;
    }

    Claims claims() {
        return claims;
    }

    /** Audience, key id and expiry as they were sent, where they are there: most refusals are about one of them. */
    @Override
    public String found() {
        StringJoiner found = new StringJoiner(" ");
        Optional.ofNullable(claims.get("aud")).ifPresent(aud -> found.add("aud=" + quoted(aud)));
        header.kid().ifPresent(kid -> found.add("kid=" + quoted(kid)));
        Optional.ofNullable(claims.get("exp")).ifPresent(exp -> found.add("exp=" + quoted(exp)));
        return found.toString();
    }

    private static String quoted(Object value) {
        return ShownText.quoted(ShownText.fitting(AssertionExcerpt.value(value), MAX_FOUND_CHARS));
    }

    byte[] signingInput() {
        return signingInput;
    }

    byte[] signature() {
        return signature;
    }

    @Override
    public String toString() {
        return "SignedAssertion[hidden]";
    }
}
