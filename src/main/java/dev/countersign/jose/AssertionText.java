package dev.countersign.jose;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.jws.CompactJws;
import dev.countersign.jws.JwsHeader;
import dev.countersign.text.MalformedException;
import java.util.Map;

/**
 * A compact JWS (RFC 7515, section 3.1) that names its client: three parts, and claims with a {@code sub} that may be a
 * client's id. Header, signature and other claims are not checked yet. Not printable, since it is a credential.
 * Immutable.
 */
final class AssertionText {

    private final CompactJws jws;
    private final Map<String, Object> claims;
    private final ClientId clientId;

    private AssertionText(CompactJws jws, Map<String, Object> claims, ClientId clientId) {
        this.jws = jws;
        this.claims = claims;
        this.clientId = clientId;
    }

    static AssertionText of(String text) throws MalformedException {
        CompactJws jws = CompactJws.of(text);
        Map<String, Object> claims = jws.claims();
        return new AssertionText(jws, claims, subject(claims));
    }

    /** The client that it claims to come from. */
    ClientId clientId() {
        return clientId;
    }

    /** The method that it was meant for, as far as its header can be read. */
    AuthMethod method() {
        try {
            return SignedAssertion.methodOf(jws.header());
        } catch (MalformedException e) {
            return AuthMethod.PRIVATE_KEY_JWT;
        }
    }

    /** @throws MalformedException when header or signature cannot be read, so that it cannot authenticate any client */
    SignedAssertion signed() throws MalformedException {
        JwsHeader header = jws.header();
        return new SignedAssertion(clientId, header, new Claims(claims), jws.signingInput(), jws.signature());
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
