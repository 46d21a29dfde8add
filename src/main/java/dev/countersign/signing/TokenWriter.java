package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import dev.countersign.client.Client;
import dev.countersign.client.Scopes;
import dev.countersign.text.JsonQuote;
import dev.countersign.token.TokenIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes access tokens (RFC 9068, section 2.2). Thread-safe. */
final class TokenWriter implements TokenIssuer {

    private final String issuer;
    private final Duration lifetime;
    private final SigningKeyRing keys;
    private final InstantSource clock;

    /** @param lifetime of the tokens of clients that have none of their own */
    TokenWriter(String issuer, Duration lifetime, SigningKeyRing keys, InstantSource clock) {
        this.issuer = issuer;
        this.lifetime = lifetime;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Issued issue(Client client, Scopes scopes, List<String> audience, Optional<String> certificate) {
        TokenSigner signer = keys.signer();
        long issuedAt = Math.max(clock.instant().getEpochSecond(), TokenAge.earliest(client));
        long expiresAt =
                issuedAt + client.profile().tokens().lifetime().orElse(lifetime).toSeconds();
        AccessToken token = new AccessToken(
                TokenId.random().toString(),
                client.id(),
                audience,
                scopes,
                Instant.ofEpochSecond(issuedAt),
                Instant.ofEpochSecond(expiresAt),
                certificate,
                signer.kid());
        return new Issued(signer.sign(claims(token)), token);
    }

    private String claims(AccessToken token) {
        StringBuilder json = new StringBuilder(512);
        String client = JsonQuote.of(token.clientId().value());
        json.append("{\"iss\":").append(JsonQuote.of(issuer));
        json.append(",\"sub\":").append(client).append(",\"client_id\":").append(client);
        json.append(",\"aud\":").append(JsonQuote.oneOrList(token.audience()));
        json.append(",\"exp\":").append(token.expiresAt().getEpochSecond());
        json.append(",\"iat\":").append(token.issuedAt().getEpochSecond());
        json.append(",\"jti\":\"").append(token.id()).append('"');
        if (!token.scopes().tokens().isEmpty()) {
            json.append(",\"scope\":").append(JsonQuote.of(token.scopes().toString()));
        }
        token.certificate()
                .ifPresent(thumbprint -> json.append(",\"cnf\":{\"x5t#S256\":")
                        .append(JsonQuote.of(thumbprint))
                        .append('}'));
        return json.append('}').toString();
    }
}
