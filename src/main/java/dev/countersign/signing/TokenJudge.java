package dev.countersign.signing;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.Check;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.LiveTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether an access token is good now: verified, not expired, not revoked, its client as the store has it. What
 * is remembered of clients, keys and revocations counts only while changes are followed; the grace for an outage of the
 * store is never for tokens. Thread-safe.
 */
final class TokenJudge implements AccessTokens, LiveTokens {

    /** By how much the clock of the node that issued a token may be ahead. */
    private static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    private final TokenReader reader;
    private final TokenTrial trial;
    private final Revocations revocations;
    private final ClientStore clients;
    private final InstantSource clock;

    TokenJudge(TokenReader reader, Revocations revocations, String issuer, ClientStore clients, InstantSource clock) {
        this.reader = reader;
        this.trial = new TokenTrial(reader, revocations, issuer);
        this.revocations = revocations;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Judgement judge(String text, Admission admission) {
        return judge(text, admission::ofToken);
    }

    @Override
    public List<Check> explain(String text, Client client) {
        return trial.of(text, client, clock.instant());
    }

    @Override
    public Optional<AccessToken> find(String text) {
        Judgement judgement = judge(text, anyAudience -> Optional.empty());
        if (judgement.outcome() instanceof Outcome.Unavailable unavailable) {
            throw unavailable.cause();
        }
        return judgement.outcome() instanceof Outcome.Granted ? judgement.token() : Optional.empty();
    }

    @Override
    public void revoke(AccessToken token) {
        revocations.add(token.id(), token.expiresAt());
    }

    private Judgement judge(String text, Function<AccessToken, Optional<Refusal>> elsewhere) {
        Optional<AccessToken> verified = Optional.empty();
        try {
            TokenReader.Result read = reader.read(text);
            verified = Optional.ofNullable(read.token());
            Optional<Refusal> refusal = Optional.ofNullable(read.refusal());
            return new Judgement(
                    verified,
                    refusal.isPresent()
                            ? new Outcome.Refused(refusal.get())
                            : judge(verified.orElseThrow(), elsewhere));
        } catch (UnavailableException e) {
            return new Judgement(verified, new Outcome.Unavailable(e));
        }
    }

    private Outcome judge(AccessToken token, Function<AccessToken, Optional<Refusal>> elsewhere) {
        Optional<Refusal> refusal = ofTime(token, clock.instant()).or(() -> elsewhere.apply(token));
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        Optional<Client> client = client(token);
        refusal = ofClient(token, client);
        if (refusal.isEmpty() && revocations.contains(token.id())) {
            refusal = Optional.of(Refusal.REVOKED_TOKEN);
        }
        return refusal.isPresent()
                ? new Outcome.Refused(refusal.get())
                : new Outcome.Granted(client.orElseThrow(), AuthMethod.BEARER, Optional.empty(), Optional.of(token));
    }

    /** Why a verified token does not count now; empty: by its times it does. */
    static Optional<Refusal> ofTime(AccessToken token, Instant now) {
        if (!now.isBefore(token.expiresAt())) {
            return Optional.of(Refusal.EXPIRED_TOKEN);
        }
        return token.issuedAt().isAfter(now.plus(MAX_AHEAD)) ? Optional.of(Refusal.NOT_YET_VALID) : Optional.empty();
    }

    /** The remembered client, where it leads to no refusal, else the store's: a change of a moment ago refuses none. */
    private Optional<Client> client(AccessToken token) {
        Optional<Client> remembered = clients.remembered(token.clientId());
        return remembered.isPresent() && ofClient(token, remembered).isEmpty()
                ? remembered
                : clients.find(token.clientId());
    }

    private static Optional<Refusal> ofClient(AccessToken token, Optional<Client> found) {
        if (found.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_CLIENT);
        }
        Client client = found.get();
        if (!client.profile().enabled()) {
            return Optional.of(Refusal.DISABLED_CLIENT);
        }
        if (!client.profile().mayAuthenticate()) {
            return Optional.of(Refusal.NOT_CONFIDENTIAL);
        }
        return token.issuedAt().getEpochSecond() < TokenAge.earliest(client)
                ? Optional.of(Refusal.OUTDATED_TOKEN)
                : Optional.empty();
    }
}
