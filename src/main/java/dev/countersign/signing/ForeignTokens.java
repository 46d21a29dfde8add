package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides about the access tokens of another server by its published keys alone (RFC 9068, section 4). What was revoked
 * there, and what became of the client, is not known here: a token counts until its {@code exp}. Thread-safe.
 */
public final class ForeignTokens implements AccessTokens {

    private final TokenReader reader;
    private final InstantSource clock;

    /**
     * Begins without any verified token.
     *
     * @param issuer that tokens have to name
     * @param keys the issuer's, by their kid; throws UnavailableException when they are not known
     * @param maxBytes of the heap, for tokens whose signature was verified
     */
    public ForeignTokens(
            String issuer,
            Function<String, Optional<VerificationKey>> keys,
            SignatureProviders signatures,
            long maxBytes,
            InstantSource clock) {
        this.reader = new TokenReader(
                issuer, kid -> keys.apply(kid).map(ForeignKey::new), signatures, new VerifiedTokens(maxBytes));
        this.clock = clock;
    }

    @Override
    public Judgement judge(String text, Admission admission) {
        try {
            TokenReader.Result read = reader.read(text);
            Optional<AccessToken> verified = Optional.ofNullable(read.token());
            Optional<Refusal> refusal = Optional.ofNullable(read.refusal())
                    .or(() -> TokenJudge.ofTime(verified.orElseThrow(), clock.instant()))
                    .or(() -> admission.ofToken(verified.orElseThrow()));
            return new Judgement(
                    verified,
                    refusal.isPresent() ? new Outcome.Refused(refusal.get()) : granted(verified.orElseThrow()));
        } catch (UnavailableException e) {
            return new Judgement(Optional.empty(), new Outcome.Unavailable(e));
        }
    }

    /** To a client of which no more is known than the token says. */
    private static Outcome granted(AccessToken token) {
        Client client = new Client(
                token.clientId(),
                ClientProfile.confidential(AuthMethod.BEARER, Map.of()),
                List.of(),
                1,
                token.issuedAt(),
                token.issuedAt());
        return new Outcome.Granted(client, AuthMethod.BEARER, Optional.empty(), Optional.of(token));
    }
}
