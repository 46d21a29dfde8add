package dev.countersign.expiry;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.ReplaceableCredential;
import dev.countersign.client.ReplacedCredentials;
import dev.countersign.client.Replacement;
import dev.countersign.task.BackgroundTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Ends the secrets and keys that were replaced by a newer one and have not been used for the time that was said, once
 * the newer one has been used. One node does it for all. At the latest such a credential ends at its own
 * {@code expiresAt}, for which nothing has to run. Thread-safe.
 */
public final class UnusedCredentials implements AutoCloseable {

    static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    /**
     * Nodes write down the last uses ten seconds late, and their clocks may differ by as much as those of clients that
     * sign ({@code clockSkew}, at most a minute).
     */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(20);

    /** In clients. */
    private static final int PAGE = 200;

    private final ReplacedCredentials replaced;
    private final ClientRegistry clients;
    private final InstantSource clock;
    private final BackgroundTask task;
    private volatile boolean closed;

    public UnusedCredentials(ReplacedCredentials replaced, ClientRegistry clients, InstantSource clock) {
        this(replaced, clients, clock, BETWEEN_TRIES);
    }

    UnusedCredentials(
            ReplacedCredentials replaced, ClientRegistry clients, InstantSource clock, Duration betweenTries) {
        this.replaced = replaced;
        this.clients = clients;
        this.clock = clock;
        this.task = new BackgroundTask(
                "unused-credentials",
                "secrets and keys that were replaced and are no longer used stay valid for now",
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
        Optional<Client> client = clients.find(id);
        List<ClientSecret> secrets =
                client.map(found -> due(found.secrets(), now)).orElse(List.of());
        List<ClientCertificate> keys =
                client.map(found -> due(found.certificates(), now)).orElse(List.of());
        secrets.forEach(due ->
                end(id, current -> current.with(ended(current.secrets(), due.id(), now)), ExpiryText.unused(due)));
        keys.forEach(due -> end(
                id,
                current -> current.withCertificates(ended(current.certificates(), due.id(), now)),
                ExpiryText.unused(due)));
        return secrets.size() + keys.size();
    }

    private void end(ClientId id, UnaryOperator<Client> edit, Change change) {
        try {
            clients.update(id, OptionalLong.empty(), edit, change);
        } catch (RejectedChangeException e) {
            // The client was removed meanwhile: there is nothing left to end.
            if (e.reason() != RejectedChangeException.Reason.MISSING) {
                throw e;
            }
        }
    }

    private static <C extends ReplaceableCredential<C>> List<C> due(List<C> credentials, Instant now) {
        return credentials.stream()
                .filter(credential -> isDue(credentials, credential, now))
                .toList();
    }

    /** Decides anew, within the change, since the credential may have been used meanwhile. */
    private static <C extends ReplaceableCredential<C>> List<C> ended(List<C> credentials, String due, Instant now) {
        return credentials.stream()
                .map(credential -> credential.id().equals(due) && isDue(credentials, credential, now)
                        ? credential.endingBy(now)
                        : credential)
                .toList();
    }

    private static <C extends ReplaceableCredential<C>> boolean isDue(List<C> all, C credential, Instant now) {
        return credential.liveAt(now)
                && credential
                        .replacement()
                        .flatMap(replacement -> end(all, credential, replacement))
                        .filter(end -> !now.isBefore(end))
                        .isPresent();
    }

    /** When it ends as things stand; empty: the newer one is gone or has not been used, so that this one is needed. */
    private static <C extends ReplaceableCredential<C>> Optional<Instant> end(
            List<C> all, C credential, Replacement replacement) {
        return all.stream()
                .filter(newer -> newer.id().equals(replacement.replacedBy()))
                .filter(newer -> newer.lastUsedAt().isPresent())
                .findFirst()
                .map(newer -> later(newer.createdAt(), credential.lastUsedAt().orElse(Instant.EPOCH))
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
