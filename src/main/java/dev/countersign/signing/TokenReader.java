package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.ClientId;
import dev.countersign.client.Scopes;
import dev.countersign.jws.CompactJws;
import dev.countersign.jws.JwsHeader;
import dev.countersign.jws.NumericDate;
import dev.countersign.jws.SignatureCheck;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads access tokens and verifies that their issuer has signed them (RFC 9068, section 4; RFC 8725). Whether one is
 * still good is not looked at. Thread-safe.
 */
final class TokenReader {

    private static final String TYPE = "at+jwt";

    private final String issuer;
    private final Function<String, ? extends Optional<? extends TokenVerifier>> keys;
    private final SignatureCheck signatures;
    private final VerifiedTokens verified;

    /** @param keys by their kid; throws UnavailableException when they are not known */
    TokenReader(
            String issuer,
            Function<String, ? extends Optional<? extends TokenVerifier>> keys,
            SignatureProviders providers,
            VerifiedTokens verified) {
        this.issuer = issuer;
        this.keys = keys;
        this.signatures = new SignatureCheck(providers);
        this.verified = verified;
    }

    /**
     * The token, or why it is none.
     *
     * @param token null: it is refused
     * @param refusal null: it is not
     */
    record Result(@Nullable AccessToken token, @Nullable Refusal refusal) {

        static Result refused(Refusal refusal) {
            return new Result(null, refusal);
        }
    }

    /** @param text arbitrary */
    Result read(String text) {
        if (text.length() > CompactJws.MAX_CHARS) {
            return Result.refused(Refusal.MALFORMED_TOKEN);
        }
        byte[] digest = digest(text);
        Optional<AccessToken> known = verified.find(digest);
        if (known.isPresent()) {
            return keys.apply(known.get().keyId()).isPresent()
                    ? new Result(known.get(), null)
                    : Result.refused(Refusal.NO_SUCH_KEY);
        }
        try {
            Result result = verify(CompactJws.of(text));
            if (result.token != null && text.length() <= VerifiedTokens.MAX_CHARS) {
                verified.add(digest, result.token);
            }
            return result;
        } catch (MalformedException e) {
            return Result.refused(Refusal.MALFORMED_TOKEN);
        }
    }

    private Result verify(CompactJws jws) throws MalformedException {
        JwsHeader header = jws.header();
        // The type tells an access token from an assertion or an ID token (RFC 8725, section 3.11).
        if (!header.typeName().filter(TYPE::equals).isPresent()
                || !header.critical().isEmpty()
                || !header.encoded()
                || header.kid().isEmpty()) {
            return Result.refused(Refusal.MALFORMED_TOKEN);
        }
        Optional<? extends TokenVerifier> key = keys.apply(header.kid().get());
        if (key.isEmpty()) {
            return Result.refused(Refusal.NO_SUCH_KEY);
        }
        Optional<JwsAlgorithm> algorithm = key.get().algorithm(header.algorithm());
        if (algorithm.isEmpty()) {
            return Result.refused(Refusal.ALGORITHM_NOT_ALLOWED);
        }
        if (!signatures.verifies(algorithm.get(), key.get().key(), jws.signingInput(), jws.signature())) {
            return Result.refused(Refusal.BAD_SIGNATURE);
        }
        Map<String, Object> claims = jws.claims();
        if (!issuer.equals(claims.get("iss"))) {
            return Result.refused(Refusal.WRONG_ISSUER);
        }
        return new Result(token(claims, header.kid().get()), null);
    }

    private static AccessToken token(Map<String, Object> claims, String kid) throws MalformedException {
        try {
            String client = text(claims, "client_id");
            if (!client.equals(claims.get("sub"))) {
                throw new MalformedException("sub is not the client");
            }
            return new AccessToken(
                    text(claims, "jti"),
                    new ClientId(client),
                    audience(claims.get("aud")),
                    claims.containsKey("scope") ? Scopes.parse(text(claims, "scope")) : Scopes.NONE,
                    instant(claims, "iat"),
                    instant(claims, "exp"),
                    certificate(claims),
                    kid);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("client_id or scope is none");
        }
    }

    private static List<String> audience(@Nullable Object claim) throws MalformedException {
        List<?> values = claim instanceof List<?> list ? list : claim == null ? List.of() : List.of(claim);
        List<String> audience = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof String text)) {
                throw new MalformedException("aud holds something that is no text");
            }
            audience.add(text);
        }
        if (audience.isEmpty()) {
            throw new MalformedException("there is no aud");
        }
        return audience;
    }

    /** A confirmation by anything else than a TLS certificate is none that can be checked (RFC 7800, section 3.1). */
    private static Optional<String> certificate(Map<String, Object> claims) throws MalformedException {
        if (!claims.containsKey("cnf")) {
            return Optional.empty();
        }
        if (claims.get("cnf") instanceof Map<?, ?> confirmation
                && confirmation.size() == 1
                && confirmation.get("x5t#S256") instanceof String thumbprint
                && !thumbprint.isEmpty()) {
            return Optional.of(thumbprint);
        }
        throw new MalformedException("cnf is none with x5t#S256 alone");
    }

    private static String text(Map<String, Object> claims, String name) throws MalformedException {
        if (claims.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new MalformedException("a claim is missing or no text");
    }

    private static Instant instant(Map<String, Object> claims, String name) throws MalformedException {
        return NumericDate.of(claims.get(name))
                .orElseThrow(() -> new MalformedException("a claim is missing or no time"));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
