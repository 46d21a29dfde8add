package dev.countersign.auth;

import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A replay guard that keeps every id, for tests. Thread-safe. */
public final class UsedIds implements ReplayGuard {

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** @param used each with its client before it and a blank between */
    public UsedIds(Collection<String> used) {
        this.used.addAll(used);
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        return used.add(client + " " + jti);
    }

    @Override
    public boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        return used.contains(client + " " + jti);
    }
}
