package dev.countersign.signing;

import dev.countersign.client.Change;
import dev.countersign.task.BackgroundTask;
import dev.countersign.token.KeyRotationTurn;
import dev.countersign.token.RefusedKeyChangeException;
import dev.countersign.token.RefusedKeyChangeException.Reason;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import dev.countersign.token.SigningKeyStore.Edited;
import dev.countersign.token.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes the signing keys: on an administrator's word, and by itself when it is time. Of all nodes one rotates them.
 * Thread-safe.
 */
final class SigningKeyOffice implements SigningKeys, AutoCloseable {

    private static final Duration BETWEEN_ROTATIONS = Duration.ofMinutes(1);
    private static final String SYSTEM = "system";

    private final SigningKeyStore store;
    private final SigningKeyRing ring;
    private final KeyCodec codec;
    private final KeyRotation rotation;
    private final InstantSource clock;
    private final BackgroundTask task;

    /** Makes the first key, where there is none. */
    SigningKeyOffice(
            SigningKeyStore store,
            KeyRotationTurn turn,
            SigningKeyRing ring,
            KeyCodec codec,
            KeyRotation rotation,
            InstantSource clock) {
        this.store = store;
        this.ring = ring;
        this.codec = codec;
        this.rotation = rotation;
        this.clock = clock;
        rotate();
        this.task =
                new BackgroundTask("signing-keys", "signing keys are not rotated for now", BETWEEN_ROTATIONS, () -> {
                    if (turn.take(clock.instant(), BETWEEN_ROTATIONS)) {
                        rotate();
                    }
                });
    }

    @Override
    public void close() {
        task.close();
    }

    @Override
    public List<SigningKey> all() {
        return store.all();
    }

    @Override
    public SigningKey create(String actor) {
        SigningKey made = codec.make(rotation.algorithm(), now());
        change(keys ->
                edited(Stream.concat(keys.stream(), Stream.of(made)).toList(), actor, "signing_key.create", made));
        return made;
    }

    @Override
    public SigningKey activate(String kid, boolean early, String actor) {
        Instant now = now();
        List<SigningKey> after = change(keys -> {
            SigningKey chosen = required(kid, keys);
            if (chosen.state() != SigningKey.State.PUBLISHED) {
                throw new RefusedKeyChangeException(
                        Reason.NOT_PUBLISHED,
                        "The key is " + chosen.state().wireName() + " already; only a published key can be activated.");
            }
            if (!early && !rotation.isKnown(chosen, now)) {
                throw new RefusedKeyChangeException(
                        Reason.TOO_EARLY,
                        "Resource servers that cache the key set may not have this key before "
                                + chosen.createdAt().plus(rotation.lead()).truncatedTo(ChronoUnit.SECONDS) + ".");
            }
            return edited(KeyRotation.activated(keys, chosen, now), actor, "signing_key.activate", chosen);
        });
        return required(kid, after);
    }

    @Override
    public void withdraw(String kid, String actor) {
        Instant now = now();
        Spare spare = new Spare(now);
        change(keys -> {
            SigningKey chosen = required(kid, keys);
            List<SigningKey> others =
                    keys.stream().filter(key -> !key.kid().equals(kid)).toList();
            return edited(rotation.next(others, now, spare), actor, "signing_key.withdraw", chosen);
        });
    }

    /** What is due now; nothing, mostly. */
    private void rotate() {
        Instant now = now();
        Spare spare = new Spare(now);
        // A key is made before the turn of this change begins: for an RSA key that can take a second.
        List<SigningKey> present = store.all();
        if (!rotation.next(present, now, spare).equals(present)) {
            change(keys -> {
                List<SigningKey> after = rotation.next(keys, now, spare);
                return after.equals(keys)
                        ? new Edited(keys, Optional.empty())
                        : new Edited(after, Optional.of(new Change(SYSTEM, "signing_key.rotate", told(keys, after))));
            });
        }
    }

    private List<SigningKey> change(SigningKeyStore.Editing editing) {
        List<SigningKey> after = store.change(editing);
        ring.follow();
        return after;
    }

    private static Edited edited(List<SigningKey> keys, String actor, String action, SigningKey chosen) {
        return new Edited(keys, Optional.of(new Change(actor, action, told(chosen))));
    }

    private static String told(SigningKey key) {
        return key.kid() + " (" + key.algorithm() + ")";
    }

    private static String told(List<SigningKey> before, List<SigningKey> after) {
        Stream<String> changed = after.stream()
                .filter(key -> !before.contains(key))
                .map(key -> told(key) + " is " + key.state().wireName());
        Stream<String> gone = before.stream()
                .filter(key -> after.stream().noneMatch(other -> other.kid().equals(key.kid())))
                .map(key -> told(key) + " is no longer published");
        return String.join("; ", Stream.concat(changed, gone).toList());
    }

    private static SigningKey required(String kid, List<SigningKey> keys) {
        return keys.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> new RefusedKeyChangeException(Reason.MISSING, "There is no such signing key."));
    }

    /** At the precision of the databases. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A new key, made when it is first asked for, and the same each time. */
    private final class Spare implements Supplier<SigningKey> {

        private final Instant now;
        private @Nullable SigningKey made;

        Spare(Instant now) {
            this.now = now;
        }

        @Override
        public SigningKey get() {
            if (made == null) {
                made = codec.make(rotation.algorithm(), now);
            }
            return made;
        }
    }
}
