package dev.countersign.signing;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.TestClock;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.secret.KeyRing;
import dev.countersign.task.ChangeLag;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import dev.countersign.x509.FastSignatures;
import dev.countersign.x509.SigningKeyPairs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The parts of one node, without its background tasks: time goes on, and changes are followed, when a test says so. */
final class TokenScene implements ClientStore {

    static final String ISSUER = "https://sentry.example/countersign";
    static final ClientId BILLING = new ClientId("billing");
    static final KeyRing MASTER = KeyRing.parse("k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");

    final MemoryTokenStore store;
    final TestClock clock;
    final KeyCodec codec;
    final SigningKeyRing ring;
    final TokenWriter writer;
    final TokenJudge judge;
    final Revocations revocations;
    final ChangeLag lag;
    final KeyRotation rotation;

    private final Map<ClientId, Client> clients = new ConcurrentHashMap<>();
    private long nanoTime;
    private boolean clientsAway;

    TokenScene(JwsAlgorithm algorithm) {
        this(algorithm, new MemoryTokenStore(), new TestClock());
    }

    /** Another node, with the same store. */
    TokenScene(JwsAlgorithm algorithm, MemoryTokenStore store, TestClock clock) {
        this.store = store;
        this.clock = clock;
        codec = new KeyCodec(new SigningKeyPairs(), MASTER, new FastSignatures());
        lag = new ChangeLag(() -> nanoTime);
        ring = new SigningKeyRing(store, codec, lag);
        rotation = new KeyRotation(algorithm, Duration.ofDays(90), Duration.ofHours(1));
        revocations = new Revocations(store, 1 << 20, lag, clock);
        TokenReader reader = new TokenReader(ISSUER, ring::find, new FastSignatures(), new VerifiedTokens(1 << 20));
        judge = new TokenJudge(reader, revocations, ISSUER, this, clock);
        writer = new TokenWriter(ISSUER, Duration.ofMinutes(5), ring, clock);
        rotate();
        follow();
        put(client(ClientProfile.confidential(), clock.instant().minusSeconds(3600)));
    }

    /** What the background task does each minute. */
    void rotate() {
        store.change(keys -> {
            List<SigningKey> next =
                    rotation.next(keys, clock.instant(), () -> codec.make(rotation.algorithm(), clock.instant()));
            return new SigningKeyStore.Edited(
                    next,
                    next.equals(keys) ? Optional.empty() : Optional.of(new Change("system", "signing_key.rotate", "")));
        });
    }

    /** What the follower does twice a second. */
    void follow() {
        long asked = lag.now();
        ring.follow();
        revocations.follow(0);
        lag.caughtUp(asked);
    }

    /** Nothing is followed for so long. */
    void lose(Duration time) {
        nanoTime += time.toNanos();
    }

    static Client client(ClientProfile profile, Instant createdAt) {
        return new Client(BILLING, profile, List.of(), 1, createdAt, createdAt);
    }

    Client billing() {
        return Objects.requireNonNull(clients.get(BILLING));
    }

    void put(Client client) {
        clients.put(client.id(), client);
    }

    void remove() {
        clients.clear();
    }

    void clientsAway() {
        clientsAway = true;
    }

    String issued(String... audience) {
        return writer.issue(
                        billing(),
                        billing().profile().scopes(),
                        audience.length == 0 ? List.of(ISSUER) : new ArrayList<>(List.of(audience)),
                        Optional.empty())
                .text();
    }

    /** Bound to a TLS certificate. */
    String issuedTo(String thumbprint) {
        return writer.issue(billing(), billing().profile().scopes(), List.of(ISSUER), Optional.of(thumbprint))
                .text();
    }

    @Override
    public Optional<Client> find(ClientId id) {
        if (clientsAway) {
            throw new UnavailableException("the store is away");
        }
        return Optional.ofNullable(clients.get(id));
    }
}
