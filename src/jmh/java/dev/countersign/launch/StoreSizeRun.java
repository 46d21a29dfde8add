package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How large the file of the embedded database becomes: 5 000 clients, all of which are used all the time, while an
 * administrator changes one after the other. The size is printed every ten seconds, and after the database was closed.
 */
public final class StoreSizeRun {

    private static final int CLIENTS = 5_000;
    private static final int CHANGES_PER_SECOND = 10;
    private static final Duration TIME = Duration.ofSeconds(150);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Change CHANGE = new Change("person:bench", "client.update", "of a benchmark");

    private StoreSizeRun() {}

    public static void main() throws Exception {
        Path directory = Files.createTempDirectory("countersign-store-size");
        Path file = directory.resolve("countersign.mv.db");
        DataDirectory data = new DataDirectory(directory);
        AtomicLong largest = new AtomicLong();
        HikariDataSource pool = Pool.embedded(data);
        new Schema(pool).migrate();
        try (JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
            for (int i = 0; i < CLIENTS; i++) {
                store.clients().create(id(i), ClientProfile.confidential(), List.of(secret(i)), CHANGE);
            }
            print("after " + CLIENTS + " clients were registered", Files.size(file));
            load(store, file, largest);
        }
        print("with all of them in use, at most", largest.get());
        pool.close();
        print("after the end", Files.size(file));
        try (var files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
    }

    private static void load(JdbcStore store, Path file, AtomicLong largest) throws InterruptedException {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
        AtomicLong next = new AtomicLong();
        List<ScheduledFuture<?>> tasks = List.of(
                clock.scheduleAtFixedRate(
                        () -> {
                            for (int i = 0; i < CLIENTS; i++) {
                                store.credentialUse()
                                        .used(
                                                "secret-" + mixed(i),
                                                InstantSource.system().instant());
                            }
                        },
                        0,
                        1,
                        TimeUnit.SECONDS),
                clock.scheduleAtFixedRate(
                        () -> change(store, (int) (next.getAndIncrement() % CLIENTS)),
                        0,
                        TimeUnit.SECONDS.toMicros(1) / CHANGES_PER_SECOND,
                        TimeUnit.MICROSECONDS),
                clock.scheduleAtFixedRate(
                        () -> {
                            long now = size(file);
                            largest.accumulateAndGet(now, Math::max);
                            print("  after " + next.get() + " changes", now);
                        },
                        BETWEEN_LINES.toSeconds(),
                        BETWEEN_LINES.toSeconds(),
                        TimeUnit.SECONDS));
        clock.awaitTermination(TIME.toSeconds(), TimeUnit.SECONDS);
        if (tasks.stream().anyMatch(ScheduledFuture::isDone)) {
            throw new IllegalStateException("the load has failed");
        }
        clock.shutdownNow();
        clock.awaitTermination(TIME.toSeconds(), TimeUnit.SECONDS);
    }

    private static void change(JdbcStore store, int i) {
        store.clients().update(id(i), OptionalLong.empty(), StoreSizeRun::otherwise, CHANGE);
    }

    private static Client otherwise(Client client) {
        ClientProfile old = client.profile();
        ClientProfile changed = new ClientProfile(
                old.name(),
                "changed after version " + client.version(),
                old.accessType(),
                old.enabled(),
                old.method(),
                old.scopes(),
                old.audience(),
                old.administrator(),
                old.tokens(),
                old.access(),
                old.properties());
        return client.with(changed);
    }

    private static ClientId id(int i) {
        return new ClientId("client-" + i);
    }

    private static ClientSecret secret(int i) {
        return new ClientSecret(
                "secret-" + mixed(i),
                "first",
                new SecretHash("hmac-sha256$k1$" + "x".repeat(43)),
                InstantSource.system().instant(),
                Optional.empty(),
                Optional.empty());
    }

    /** In no order, as the ids of secrets are. */
    private static String mixed(int i) {
        return Integer.toHexString(i * 0x9E3779B1);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(String what, long bytes) {
        System.out.printf(Locale.ROOT, "%s: %.1f MB%n", what, bytes / 1e6);
    }
}
