package dev.countersign.signing;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientStore;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.task.ChangeLag;
import dev.countersign.token.KeyPairMaker;
import dev.countersign.token.KeyRotationTurn;
import dev.countersign.token.LiveTokens;
import dev.countersign.token.PublishedKeys;
import dev.countersign.token.RevokedTokens;
import dev.countersign.token.SigningKeyStore;
import dev.countersign.token.SigningKeys;
import dev.countersign.token.TokenIssuer;
import java.time.Duration;
import java.time.InstantSource;

/** All about access tokens, put together: keys, issuing and judging. Thread-safe. */
public final class TokenService implements AutoCloseable {

    /** The parts of the heap for revoked ids and for verified tokens. */
    private static final int REVOKED_SHARE = 8;

    private static final int VERIFIED_SHARE = 32;

    private final SigningKeyRing ring;
    private final Revocations revocations;
    private final SigningKeyOffice office;
    private final TokenWriter writer;
    private final TokenJudge judge;

    /**
     * What it needs of the store.
     *
     * @param turn for the rotation of the keys
     */
    public record Stores(
            SigningKeyStore signingKeys, KeyRotationTurn turn, RevokedTokens revokedTokens, ClientStore clients) {}

    /**
     * The settings.
     *
     * @param issuer our issuer identifier
     * @param lifetime of tokens, where the client has none of its own
     * @param algorithm of new signing keys
     * @param keyLifetime how long a key signs
     * @param keyLead how long it is published before
     */
    public record Rules(
            String issuer, Duration lifetime, JwsAlgorithm algorithm, Duration keyLifetime, Duration keyLead) {}

    /** What is secret or fast: the keys under which private keys are stored, the makers of keys and signatures. */
    public record Tools(DerivedKeys derived, KeyPairMaker maker, SignatureProviders signatures) {}

    /**
     * Makes the first signing key, where there is none.
     *
     * @param lag while it is too long, the store is asked about each token
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    public TokenService(Stores stores, Rules rules, Tools tools, ChangeLag lag, InstantSource clock) {
        long heap = Runtime.getRuntime().maxMemory();
        KeyCodec codec = new KeyCodec(tools.maker(), tools.derived(), tools.signatures());
        ring = new SigningKeyRing(stores.signingKeys(), codec, lag);
        revocations = new Revocations(stores.revokedTokens(), heap / REVOKED_SHARE, lag, clock);
        TokenReader reader = new TokenReader(
                rules.issuer(), ring::find, tools.signatures(), new VerifiedTokens(heap / VERIFIED_SHARE));
        judge = new TokenJudge(reader, revocations, rules.issuer(), stores.clients(), clock);
        writer = new TokenWriter(rules.issuer(), rules.lifetime(), ring, clock);
        KeyRotation rotation = new KeyRotation(rules.algorithm(), rules.keyLifetime(), rules.keyLead());
        office = new SigningKeyOffice(stores.signingKeys(), stores.turn(), ring, codec, rotation, clock);
    }

    /**
     * Takes over what any node has changed.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked: to be called again with the
     *     same changes
     */
    public void follow(ChangeFeed.Changes changes) {
        if (changes.otherHistory()) {
            ring.reload();
            revocations.reload();
        } else {
            ring.follow(changes.signingKeys());
            changes.revokedAfter().ifPresent(revocations::follow);
        }
    }

    public SigningKeys signingKeys() {
        return office;
    }

    public PublishedKeys publishedKeys() {
        return ring;
    }

    public TokenIssuer issuer() {
        return writer;
    }

    public AccessTokens accessTokens() {
        return judge;
    }

    public LiveTokens liveTokens() {
        return judge;
    }

    @Override
    public void close() {
        office.close();
    }
}
