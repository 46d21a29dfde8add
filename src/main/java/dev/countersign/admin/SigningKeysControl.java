package dev.countersign.admin;

import dev.countersign.client.UnavailableException;
import dev.countersign.token.RefusedKeyChangeException;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeys;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing keys as operators see them over JMX. Thread-safe. */
public record SigningKeysControl(SigningKeys keys) implements SigningKeysMXBean {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeysControl.class);

    private static final String ACTOR = "jmx";
    private static final String NONE = "";

    @Override
    public Map<String, Key> getKeys() {
        return told(() -> {
            Map<String, Key> shown = new LinkedHashMap<>();
            keys.all().forEach(key -> shown.put(key.kid(), shown(key)));
            return shown;
        });
    }

    @Override
    public String create() {
        return told(() -> {
            if (keys.all().size() >= SigningKeyCalls.MAX_KEYS) {
                throw new IllegalStateException("there are " + SigningKeyCalls.MAX_KEYS + " keys already");
            }
            return keys.create(ACTOR).kid();
        });
    }

    @Override
    public void withdraw(String kid) {
        told(() -> {
            keys.withdraw(kid, ACTOR);
            return kid;
        });
    }

    private static Key shown(SigningKey key) {
        return new Key(
                key.kid(),
                key.algorithm(),
                key.state().wireName(),
                key.createdAt().toString(),
                text(key.activeSince()),
                text(key.lastTokenExpiresAt()));
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(NONE);
    }

    /** A remote console has no class of ours: it gets exceptions of the platform, without causes. */
    private static <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedKeyChangeException e) {
            throw new IllegalArgumentException("there is no such signing key");
        } catch (UnavailableException e) {
            LOG.warn("the signing keys cannot be read or changed over JMX: the store cannot be asked", e);
            throw new IllegalStateException("the store cannot be asked: see the server's log");
        }
    }
}
