package dev.countersign.signing;

import dev.countersign.client.UnavailableException;
import dev.countersign.keys.JwkMembers;
import dev.countersign.task.ChangeLag;
import dev.countersign.token.PublishedKeys;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys as this node knows them: what the store says, as long as its changes are followed; otherwise the
 * store is asked each time. Thread-safe.
 */
final class SigningKeyRing implements PublishedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRing.class);

    /** Between two questions about an unknown kid, so that made-up ones do not load the store. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    /** While the store is slow, one request waits for it, and the others for that one: so long, then they get 503. */
    private static final Duration MAX_WAIT = Duration.ofMillis(200);

    /** After a failure: requests with any token would otherwise hold their threads, each until the store's timeout. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final SigningKeyStore store;
    private final KeyCodec codec;
    private final ChangeLag lag;
    private final AtomicLong askedAt;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicLong failedAt;
    private volatile Keys known = Keys.UNKNOWN;

    SigningKeyRing(SigningKeyStore store, KeyCodec codec, ChangeLag lag) {
        this.store = store;
        this.codec = codec;
        this.lag = lag;
        this.askedAt = new AtomicLong(lag.now() - BETWEEN_QUESTIONS.toNanos());
        this.failedAt = new AtomicLong(lag.now() - REST.toNanos());
    }

    /** The key that signs now. */
    TokenSigner signer() {
        Keys keys = current();
        return keys.signer
                .or(() -> refreshed(keys).signer)
                .orElseThrow(() -> new UnavailableException("there is no signing key that can be used"));
    }

    /** The published key of that id; empty: there is none, or it was withdrawn. */
    Optional<TokenKey> find(String kid) {
        Keys keys = current();
        Optional<TokenKey> found = Optional.ofNullable(keys.byKid.get(kid));
        return found.isPresent() || !mayAsk()
                ? found
                : Optional.ofNullable(refreshed(keys).byKid.get(kid));
    }

    @Override
    public Document document() {
        return current().document;
    }

    /** Takes over what was changed by any node. */
    void follow() {
        refreshed(known);
    }

    /** Reads the keys where they are of another version than that. */
    void follow(long version) {
        if (known.version != version) {
            follow();
        }
    }

    /** Reads the keys, even when they are of the same version: that of another history of the store. */
    void reload() {
        known = Keys.UNKNOWN;
        refreshed(Keys.UNKNOWN);
    }

    private Keys current() {
        Keys keys = known;
        return keys.version != Keys.UNKNOWN.version && lag.isShort() ? keys : asked(keys);
    }

    private Keys asked(Keys present) {
        if (lag.now() - failedAt.get() < REST.toNanos()) {
            throw new UnavailableException("the signing keys could not be read a moment ago");
        }
        try {
            if (!asking.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException("the store is slow to give the signing keys");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for the signing keys", e);
        }
        try {
            return refreshed(present);
        } catch (UnavailableException e) {
            failedAt.set(lag.now());
            throw e;
        } finally {
            asking.unlock();
        }
    }

    private boolean mayAsk() {
        long now = lag.now();
        long before = askedAt.get();
        return now - before >= BETWEEN_QUESTIONS.toNanos() && askedAt.compareAndSet(before, now);
    }

    /** The version is read before the keys: they are of that version or of a later one, which is then read again. */
    private Keys refreshed(Keys present) {
        long version = store.version();
        if (version == present.version) {
            return present;
        }
        Keys read = read(version, store.all());
        known = read;
        return read;
    }

    private Keys read(long version, List<SigningKey> stored) {
        Map<String, TokenKey> byKid = new LinkedHashMap<>();
        List<TokenSigner> signers = new ArrayList<>();
        for (SigningKey key : stored) {
            // One that cannot be read makes none of the others useless: its own tokens are refused, and where it is
            // the active one, new tokens are 503 until an administrator withdraws it.
            try {
                byKid.put(key.kid(), codec.publicKey(key));
                if (key.state() == SigningKey.State.ACTIVE) {
                    signers.add(codec.signer(key));
                }
            } catch (UnavailableException e) {
                LOG.error("signing-key={} state={} cannot be used: {}", key.kid(), key.state(), e.getMessage());
            }
        }
        return new Keys(version, byKid, signers.stream().findFirst(), document(byKid));
    }

    private static Document document(Map<String, TokenKey> byKid) {
        String json =
                byKid.values().stream().map(TokenKey::published).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return new Document(json, '"' + JwkMembers.sha256(json.getBytes(StandardCharsets.US_ASCII)) + '"');
    }

    /**
     * What the store had.
     *
     * @param signer empty: no key is active, or the active one cannot be decrypted
     */
    private record Keys(long version, Map<String, TokenKey> byKid, Optional<TokenSigner> signer, Document document) {

        static final Keys UNKNOWN =
                new Keys(Long.MIN_VALUE, Map.of(), Optional.empty(), SigningKeyRing.document(Map.of()));
    }
}
