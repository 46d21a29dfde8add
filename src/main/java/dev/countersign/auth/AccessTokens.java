package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;
import java.util.Optional;

/** Judges access tokens that a request presents (RFC 6750). Thread-safe. */
@FunctionalInterface
public interface AccessTokens {

    /** Of a server without access tokens: none is good. */
    AccessTokens NONE =
            (token, admission) -> new Judgement(Optional.empty(), new Outcome.Refused(Refusal.METHOD_NOT_ALLOWED));

    /**
     * Judges a token for an endpoint that admits tokens of {@link Admission#tokenAudience()}. Everything is looked at
     * but scopes and administrators, which are for {@link Admission#missing}.
     *
     * @param token as it was sent: arbitrary text
     */
    Judgement judge(String token, Admission admission);

    /**
     * All that a token of this client is checked for, for *Why refused?*; the first check that has not passed decides.
     *
     * @throws dev.countersign.client.UnavailableException when the signing keys cannot be had
     */
    default List<Check> explain(String token, Client client) {
        return List.of(new Check(
                "token_form",
                Check.Result.FAILED,
                "a credential of an installed method",
                "an access token",
                "This server takes no access tokens."));
    }

    /**
     * The result.
     *
     * @param token empty: its signature was not verified, so nothing that it says may be used
     * @param outcome a grant has the method {@code bearer}
     */
    record Judgement(Optional<AccessToken> token, Outcome outcome) {}
}
