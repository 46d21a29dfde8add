package dev.countersign.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The token for one request, fetched when it is needed. One thread fetches; the others use the token that there is, and
 * wait where there is none. Thread-safe.
 */
final class CachedToken {

    /**
     * Shortest time between two rejections that count: a resource server that rejects every token must not become a
     * flood at the token endpoint.
     */
    static final Duration REJECTION_INTERVAL = Duration.ofSeconds(10);

    private final TokenServer server;
    private final TokenRequest request;
    private final InstantSource clock;
    private final Cooldown cooldown;
    private final AtomicReference<@Nullable CompletableFuture<IssuedToken>> inFlight = new AtomicReference<>();
    private volatile Optional<IssuedToken> current = Optional.empty();
    private Optional<Instant> rejected = Optional.empty();

    CachedToken(TokenServer server, TokenRequest request, InstantSource clock) {
        this.server = server;
        this.request = request;
        this.clock = clock;
        this.cooldown = new Cooldown(clock);
    }

    /** @throws TokenException when there is none, and none is to be had before the deadline */
    String value(Deadline deadline) {
        while (true) {
            Optional<IssuedToken> fresh = fresh();
            if (fresh.isPresent()) {
                return fresh.get().value();
            }
            CompletableFuture<IssuedToken> own = new CompletableFuture<>();
            CompletableFuture<IssuedToken> others = inFlight.compareAndExchange(null, own);
            if (others == null) {
                return fetched(own, deadline);
            }
            Optional<IssuedToken> usable = usable();
            if (usable.isPresent()) {
                return usable.get().value();
            }
            Optional<IssuedToken> theirs = join(others, deadline);
            if (theirs.isPresent()) {
                return theirs.get().value();
            }
        }
    }

    /** Forgets this token; false: it stays, since another one was rejected a moment ago. */
    synchronized boolean reject(String token) {
        if (current.filter(known -> known.value().equals(token)).isEmpty()) {
            return true;
        }
        Instant now = clock.instant();
        if (rejected.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(REJECTION_INTERVAL)))
                .isPresent()) {
            return false;
        }
        rejected = Optional.of(now);
        current = Optional.empty();
        return true;
    }

    private synchronized IssuedToken keep(IssuedToken token) {
        current = Optional.of(token);
        return token;
    }

    private String fetched(CompletableFuture<IssuedToken> own, Deadline deadline) {
        try {
            // A thread that was just before this one may have brought it.
            IssuedToken token = fresh().orElseGet(() -> keep(server.fetch(request, cooldown, deadline)));
            own.complete(token);
            return token.value();
        } catch (TokenException e) {
            if (e.fault() == TokenException.Fault.INTERRUPTED) {
                // Not the others' business: one of them fetches.
                own.cancel(false);
                throw e;
            }
            own.completeExceptionally(e);
            return usable().orElseThrow(() -> e).value();
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            inFlight.set(null);
        }
    }

    /** Empty: the thread that fetched was interrupted. */
    private static Optional<IssuedToken> join(CompletableFuture<IssuedToken> others, Deadline deadline) {
        try {
            return Optional.of(others.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            throw TokenException.passing("The access token that another thread fetches did not come in time.", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TokenException failure) {
                throw failure.here();
            }
            if (e.getCause() instanceof RuntimeException failure) {
                // Such as that of a key that cannot be used, which concerns all alike.
                throw failure;
            }
            throw new IllegalStateException("The thread that fetches the access token has failed.", e.getCause());
        }
    }

    private Optional<IssuedToken> fresh() {
        return current.filter(token -> token.isFresh(clock.instant()));
    }

    private Optional<IssuedToken> usable() {
        return current.filter(token -> token.isUsable(clock.instant()));
    }
}
