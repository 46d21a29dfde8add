package dev.countersign.admin;

import dev.countersign.client.UnavailableException;
import dev.countersign.token.RefusedKeyChangeException;
import dev.countersign.token.RefusedKeyChangeException.Reason;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKey.State;
import dev.countersign.token.SigningKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signing keys in memory, without key pairs; remembers who did what. */
final class MemorySigningKeys implements SigningKeys {

    static final Duration LEAD = Duration.ofHours(1);
    static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    /** Of every key's private half; in no answer. */
    static final String PLANT = "sealed-private-key";

    final List<String> events = new ArrayList<>();

    private final List<SigningKey> keys = new ArrayList<>();
    private final InstantSource clock;
    private final MemoryRegistry store;
    private int made;

    /** @param store that may be away */
    MemorySigningKeys(InstantSource clock, MemoryRegistry store) {
        this.clock = clock;
        this.store = store;
    }

    @Override
    public synchronized List<SigningKey> all() {
        requireStore();
        return List.copyOf(keys);
    }

    @Override
    public synchronized SigningKey create(String actor) {
        requireStore();
        SigningKey key = new SigningKey(
                "kid-" + ++made,
                "RS256",
                "public",
                PLANT,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        keys.add(key);
        events.add(actor + " signing_key.create " + key.kid());
        return key;
    }

    @Override
    public synchronized SigningKey activate(String kid, boolean early, String actor) {
        SigningKey key = existing(kid);
        if (key.state() != State.PUBLISHED) {
            throw new RefusedKeyChangeException(Reason.NOT_PUBLISHED, "not published");
        }
        if (!early && clock.instant().isBefore(key.createdAt().plus(LEAD))) {
            throw new RefusedKeyChangeException(Reason.TOO_EARLY, "too early");
        }
        keys.replaceAll(other -> other.state() == State.ACTIVE
                ? other.retiredAt(clock.instant(), clock.instant().plus(TOKEN_LIFETIME))
                : other);
        SigningKey active = key.activatedAt(clock.instant());
        keys.replaceAll(other -> other.kid().equals(kid) ? active : other);
        events.add(actor + " signing_key.activate " + kid);
        return active;
    }

    @Override
    public synchronized void withdraw(String kid, String actor) {
        keys.remove(existing(kid));
        events.add(actor + " signing_key.withdraw " + kid);
    }

    private SigningKey existing(String kid) {
        requireStore();
        return keys.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> new RefusedKeyChangeException(Reason.MISSING, "no such key"));
    }

    /** @throws UnavailableException while the store is away */
    private void requireStore() {
        store.count();
    }
}
