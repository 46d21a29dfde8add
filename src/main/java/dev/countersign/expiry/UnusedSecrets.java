package dev.countersign.expiry;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.ReplacedSecrets;
import dev.countersign.client.SecretReplacement;
import dev.countersign.task.BackgroundTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ends the secrets that were replaced by a newer one and have not been used for the time that was said, once the newer
 * one has been used. One node does it for all. At the latest such a secret ends at its own {@code expiresAt}, for which
 * nothing has to run. Thread-safe.
 */
public final class UnusedSecrets implements AutoCloseable {

    static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    /**
     * Nodes write down the last uses ten seconds late, and their clocks may differ by as much as those of clients that
     * sign ({@code clockSkew}, at most a minute).
     */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(20);

    /** In clients. */
    private static final int PAGE = 200;

    private final ReplacedSecrets replaced;
    private final ClientRegistry clients;
    private final InstantSource clock;
    private final BackgroundTask task;
    private volatile boolean closed;

    public UnusedSecrets(ReplacedSecrets replaced, ClientRegistry clients, InstantSource clock) {
        this(replaced, clients, clock, BETWEEN_TRIES);
    }

    UnusedSecrets(ReplacedSecrets replaced, ClientRegistry clients, InstantSource clock, Duration betweenTries) {
        this.replaced = replaced;
        this.clients = clients;
        this.clock = clock;
        this.task = new BackgroundTask(
                "unused-secrets",
                "secrets that were replaced and are no longer used stay valid for now",
                betweenTries,
                this::look);
    }

    /** Returns how many it has ended; 0 also when it is another node's turn. */
    int look() {
        // Whole milliseconds, which every database stores exactly.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!replaced.takeTurn(now, BETWEEN_LOOKS)) {
            return 0;
        }
        int ended = 0;
        List<ClientId> page;
        Optional<ClientId> after = Optional.empty();
        do {
            page = replaced.ofClients(now, after, PAGE);
            for (ClientId id : page) {
                if (closed) {
                    return ended;
                }
                ended += endOf(id, now);
                after = Optional.of(id);
            }
        } while (page.size() == PAGE);
        return ended;
    }

    private int endOf(ClientId id, Instant now) {
        List<ClientSecret> due = clients.find(id)
                .map(client -> client.secrets().stream()
                        .filter(secret -> isDue(client, secret, now))
                        .toList())
                .orElse(List.of());
        due.forEach(secret -> end(id, secret, now));
        return due.size();
    }

    /** Decides anew within the change, since the secret may have been used meanwhile. */
    private void end(ClientId id, ClientSecret due, Instant now) {
        try {
            clients.update(
                    id,
                    OptionalLong.empty(),
                    client -> client.with(client.secrets().stream()
                            .map(secret -> secret.id().equals(due.id()) && isDue(client, secret, now)
                                    ? secret.endingBy(now)
                                    : secret)
                            .toList()),
                    ExpiryText.unused(due));
        } catch (RejectedChangeException e) {
            // The client was removed meanwhile: there is nothing left to end.
            if (e.reason() != RejectedChangeException.Reason.MISSING) {
                throw e;
            }
        }
    }

    private static boolean isDue(Client client, ClientSecret secret, Instant now) {
        return secret.liveAt(now)
                && secret.replacement()
                        .flatMap(replacement -> end(client, secret, replacement))
                        .filter(end -> !now.isBefore(end))
                        .isPresent();
    }

    /** When it ends as things stand; empty: the newer one is gone or has not been used, so that this one is needed. */
    static Optional<Instant> end(Client client, ClientSecret secret, SecretReplacement replacement) {
        return client.secrets().stream()
                .filter(newer -> newer.id().equals(replacement.replacedBy()))
                .filter(newer -> newer.lastUsedAt().isPresent())
                .findFirst()
                .map(newer -> later(newer.createdAt(), secret.lastUsedAt().orElse(Instant.EPOCH))
                        .plus(replacement.unusedFor())
                        .plus(MARGIN));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void close() {
        closed = true;
        task.close();
    }
}
