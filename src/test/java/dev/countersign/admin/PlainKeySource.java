package dev.countersign.admin;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.PublishedKeySets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A place where the keys of every client but {@code root} are registered, for a test. Thread-safe. */
final class PlainKeySource implements KeySource, PublishedKeySets {

    static final PublicKey KEY = key();

    private final InstantSource clock;
    private List<VerificationKey> keys = List.of(named("k1"));
    private Optional<String> softly = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Optional<String> forbidden = Optional.empty();
    private int asked;

    PlainKeySource(InstantSource clock) {
        this.clock = clock;
    }

    static VerificationKey named(String kid) {
        return new VerificationKey(
                Optional.of(kid),
                Optional.empty(),
                KEY,
                Optional.of("ES256"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    synchronized void serve(VerificationKey... served) {
        keys = List.of(served);
    }

    /** Older keys are all that it has. */
    synchronized void failSoftly(String reason) {
        softly = Optional.of(reason);
    }

    synchronized void fail(String reason) {
        failure = Optional.of(reason);
    }

    /** What the settings say of every URL. */
    synchronized void forbid(String reason) {
        forbidden = Optional.of(reason);
    }

    synchronized int asked() {
        return asked;
    }

    @Override
    public boolean holds(Client client) {
        return !client.id().value().equals("root");
    }

    @Override
    public List<PropertyDescription> properties() {
        return List.of(
                AdminServer.keySource("jwks", PropertyDescription.Type.JSON),
                AdminServer.keySource("jwks_uri", PropertyDescription.Type.URL));
    }

    @Override
    public Resolved resolve(Client client, Recency recency) {
        return resolve();
    }

    private synchronized Resolved resolve() {
        asked++;
        failure.ifPresent(reason -> {
            throw new UnavailableException(reason);
        });
        Instant now = clock.instant();
        return new Resolved(keys, now, now.plus(Duration.ofMinutes(5)), softly);
    }

    @Override
    public synchronized Optional<String> forbidden(String url) {
        return forbidden;
    }

    @Override
    public Resolved fetch(String url, boolean now) {
        return resolve();
    }

    private static PublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
