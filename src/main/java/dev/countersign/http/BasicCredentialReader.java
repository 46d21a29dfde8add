package dev.countersign.http;

import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads id and secret from the {@code Authorization} header (RFC 7617, section 2). Both are form-encoded there (RFC 6749, section 2.3.1), so the
 * first colon is looked for before that encoding is taken back. Stateless.
 */
public final class BasicCredentialReader {

    static final String SCHEME = "Basic";

    private BasicCredentialReader() {}

    /**
     * Reads the value of one such field, wherever it comes from.
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
        Optional<byte[]> userPass = CanonicalBase64.decode(authorization, start);
        if (userPass.isEmpty()) {
            return new Reading.Broken("the Basic credentials are not in Base64");
        }
        try {
            return read(userPass.get());
        } finally {
            Arrays.fill(userPass.get(), (byte) 0);
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
            // One character per byte: what is not ASCII is refused by the id itself.
            id = new ClientId(new String(FormCoding.decode(userPass, 0, colon), StandardCharsets.ISO_8859_1));
        } catch (BadRequestException | IllegalArgumentException e) {
            return new Reading.Broken("the client id in the Basic credentials is none");
        }
        try {
            Secret secret = new Secret(FormCoding.decode(userPass, colon + 1, userPass.length));
            if (FormCoding.isPrintableAscii(secret.bytes())) {
                return new Reading.Found(new PresentedSecret(id, AuthMethod.CLIENT_SECRET_BASIC, secret));
            }
            secret.close();
        } catch (BadRequestException e) {
            // Falls through: whom it names is known, so it ends as every wrong secret does.
        }
        return new Reading.Hopeless(id, AuthMethod.CLIENT_SECRET_BASIC);
    }
}
