package dev.countersign.http;

import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import java.util.Optional;

/** Reads id and secret from the form body (RFC 6749, section 2.3.1). Stateless. */
final class PostCredentialReader {

    private PostCredentialReader() {}

    static Reading read(FormParameters form) throws BadRequestException {
        Optional<byte[]> value = form.secret();
        if (value.isEmpty()) {
            return Reading.NOTHING;
        }
        Secret secret = new Secret(value.get());
        Optional<ClientId> id = form.value(OAuthParameters.CLIENT_ID).flatMap(PostCredentialReader::clientId);
        if (id.isEmpty()) {
            secret.close();
            return new Reading.Broken("client_secret is sent without a valid client_id");
        }
        if (!OAuthParameters.isPrintableAscii(secret.bytes())) {
            String reason = OAuthParameters.unprintable(secret.bytes());
            secret.close();
            return new Reading.Hopeless(id.get(), AuthMethod.CLIENT_SECRET_POST, reason);
        }
        return new Reading.Found(new PresentedSecret(id.get(), AuthMethod.CLIENT_SECRET_POST, secret));
    }

    private static Optional<ClientId> clientId(String text) {
        try {
            return Optional.of(new ClientId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
