package dev.countersign.http;

import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.FormCoding;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads id and secret from the {@code Authorization} header (RFC 7617, section 2). Both are form-encoded there (RFC
 * 6749, section 2.3.1), so the first colon is searched before decoding. Stateless.
 */
public final class BasicCredentialReader {

    static final String SCHEME = "Basic";

    private BasicCredentialReader() {}

    /**
     * Reads the value of one such field, from a request or from *Why refused?*.
     *
     * @return with a secret in it, where one is found, for the caller to wipe
     */
    public static Reading read(String authorization) {
        if (!Headers.hasScheme(authorization, SCHEME)) {
            return Reading.NOTHING;
        }
        int start = SCHEME.length();
        while (start < authorization.length() && authorization.charAt(start) == ' ') {
            start++;
        }
        byte[] userPass;
        try {
            userPass = CanonicalBase64.STANDARD.decode(authorization, start, authorization.length());
        } catch (MalformedException e) {
            return new Reading.Broken("the Basic credentials are not in Base64");
        }
        try {
            return read(userPass);
        } finally {
            Arrays.fill(userPass, (byte) 0);
        }
    }

    private static Reading read(byte[] userPass) {
        int colon = 0;
        while (colon < userPass.length && userPass[colon] != ':') {
            colon++;
        }
        if (colon == userPass.length) {
            return new Reading.Broken("the Basic credentials have no colon");
        }
        ClientId id;
        try {
            // One character per byte: {@link ClientId} refuses what is not ASCII.
            id = new ClientId(new String(FormCoding.decode(userPass, 0, colon), StandardCharsets.ISO_8859_1));
        } catch (MalformedException | IllegalArgumentException e) {
            return new Reading.Broken("the client id in the Basic credentials is invalid");
        }
        String reason = OAuthParameters.UNPRINTABLE;
        try {
            Secret secret = new Secret(FormCoding.decode(userPass, colon + 1, userPass.length));
            if (OAuthParameters.isPrintableAscii(secret.bytes())) {
                return new Reading.Found(new PresentedSecret(id, AuthMethod.CLIENT_SECRET_BASIC, secret));
            }
            reason = OAuthParameters.unprintable(secret.bytes());
            secret.close();
        } catch (MalformedException e) {
            // Falls through: its client is known, so it is refused as any wrong secret is.
        }
        return new Reading.Hopeless(id, AuthMethod.CLIENT_SECRET_BASIC, reason);
    }
}
