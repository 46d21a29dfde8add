package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Explains to an administrator what is wrong with an access token, rule by rule (*Why refused?*). Thread-safe. */
final class TokenTrial {

    /** What is looked at before the claims may be believed, in this order. */
    private static final List<Form> FORMS = List.of(
            new Form(
                    "token_form",
                    Set.of(Refusal.MALFORMED_TOKEN),
                    "a compact JWS of the type at+jwt, with the claims that our tokens have",
                    "It is none: another kind of token, such as an assertion or an ID token, or it was changed or cut off.",
                    "Only access tokens of this server are accepted (RFC 9068, section 4)."),
            new Form(
                    "token_key",
                    Set.of(Refusal.NO_SUCH_KEY),
                    "the kid of a signing key that is published at /jwks",
                    "a kid that is not there: the key was withdrawn, its last token has ended, or another server signed",
                    "Signing keys are on the console's page of that name."),
            new Form(
                    "token_signature",
                    Set.of(Refusal.ALGORITHM_NOT_ALLOWED, Refusal.BAD_SIGNATURE),
                    "a signature by that key and its algorithm",
                    "another algorithm, or a signature that does not verify: the token was changed, or it is forged",
                    "A key signs by one algorithm only (RFC 8725, section 3.1)."),
            new Form(
                    "token_issuer",
                    Set.of(Refusal.WRONG_ISSUER),
                    "the issuer of this server",
                    "another iss: the setting issuer was changed since, or differs on the node that issued it",
                    "A token is good at the server that issued it (RFC 9068, section 4)."));

    private final TokenReader reader;
    private final Revocations revocations;
    private final String issuer;

    TokenTrial(TokenReader reader, Revocations revocations, String issuer) {
        this.reader = reader;
        this.revocations = revocations;
        this.issuer = issuer;
    }

    /**
     * All checks, in their order; those of claims only where the signature is good.
     *
     * @throws UnavailableException when the signing keys cannot be had
     */
    List<Check> of(String text, Client client, Instant now) {
        TokenReader.Result read = reader.read(text);
        List<Check> checks = new ArrayList<>();
        for (Form form : FORMS) {
            boolean failed = read.refusal() != null && form.refusals.contains(read.refusal());
            checks.add(form.check(!failed));
            if (failed) {
                return checks;
            }
        }
        AccessToken token = read.token();
        if (token != null) {
            checks.addAll(ofClaims(token, client, now));
        }
        return checks;
    }

    private List<Check> ofClaims(AccessToken token, Client client, Instant now) {
        long earliest = TokenAge.earliest(client);
        return List.of(
                new Check(
                        "token_client",
                        Check.Result.of(token.clientId().equals(client.id())),
                        client.id().value(),
                        token.clientId().value(),
                        "The token was issued to the client that is named in it as client_id."),
                new Check(
                        "token_not_expired",
                        Check.Result.of(now.isBefore(token.expiresAt())),
                        "more than " + shown(now, now),
                        shown(token.expiresAt(), now),
                        "Get a new token shortly before exp; a client library does so by expires_in."),
                new Check(
                        "token_not_outdated",
                        Check.Result.of(token.issuedAt().getEpochSecond() >= earliest),
                        "at least " + shown(Instant.ofEpochSecond(earliest), now),
                        shown(token.issuedAt(), now),
                        "iat must not lie before the client was made, nor before its tokens_not_before."),
                revoked(token),
                new Check(
                        "token_binding",
                        Check.Result.PASSED,
                        "the TLS certificate that the token is bound to, in the request",
                        token.certificate()
                                .map(thumbprint -> "bound to the certificate with x5t#S256 " + thumbprint
                                        + "; a request without it is refused")
                                .orElse("bound to no certificate"),
                        "A client with tls_client_certificate_bound_access_tokens gets tokens that are good only over"
                                + " a connection with the same certificate (RFC 8705, section 3)."),
                new Check(
                        "token_audience",
                        Check.Result.of(token.audience().contains(issuer)),
                        issuer + ", at /verify and /admin; elsewhere the audience of that mapping",
                        String.join(", ", token.audience()),
                        "Asked for by resource or audience at /token, among those that are registered for the client. A "
                                + "mapping of the filter with the init-param audience, and /verify/for/{name}, want their own."));
    }

    private Check revoked(AccessToken token) {
        Check.Result result = result(() -> !revocations.contains(token.id()));
        String found = switch (result) {
            case PASSED -> "it is not revoked";
            case FAILED -> "it was revoked";
            case UNKNOWN -> "the store does not answer";
        };
        return new Check("token_not_revoked", result, "not revoked", found, "A client ends its tokens at /revoke.");
    }

    private static Check.Result result(BooleanSupplier passed) {
        try {
            return Check.Result.of(passed.getAsBoolean());
        } catch (UnavailableException e) {
            return Check.Result.UNKNOWN;
        }
    }

    private static String shown(Instant instant, Instant now) {
        long ahead = Duration.between(now, instant).toSeconds();
        String distance = ahead < 0 ? -ahead + " seconds ago" : ahead + " seconds ahead";
        return instant.getEpochSecond() + " (" + instant.truncatedTo(ChronoUnit.SECONDS) + "), " + distance;
    }

    /** One of the rules of form: which refusals mean that it is broken, and what is said then. */
    private record Form(String id, Set<Refusal> refusals, String expected, String broken, String explanation) {

        Check check(boolean passed) {
            return new Check(id, Check.Result.of(passed), expected, passed ? "it is so" : broken, explanation);
        }
    }
}
